package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nnrun.tensor.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A CSV file is read by the rules or refused with its row, by the fast reader and by the strict one alike.
class CsvRefusalsTest {
  @TempDir Path folder;

  /// Cells that some reader takes for a number, in the third line of a column that begins with numbers.
  private static final List<String> NO_NUMBERS =
      List.of(
          "1d",
          "1f",
          "1L",
          "0x1p3",
          "0x10",
          "0b1",
          "1e400",
          "-1e999",
          "1e",
          "e5",
          "1e+",
          ".",
          "+",
          "-",
          "--1",
          "+-1",
          "1..2",
          "1.5.2",
          "1_000",
          "1 000",
          "1e5.0",
          "inf",
          "Infinity",
          "-inf",
          "NaN0",
          "1%",
          "$1",
          "1€",
          "½",
          "١",
          "１",
          "1\u00a0",
          "(1)",
          "1/2",
          "#N/A",
          "true",
          "null!",
          "1;5",
          "'1'",
          "1'000",
          "two");

  /// The text, and the line that a message must name.
  private record Broken(String what, String text, int line) {}

  private static final List<Broken> BROKEN =
      List.of(
          new Broken("a row too long", "a,b\n1,2\n1,2,3\n", 3),
          new Broken("a row too short", "a,b\n1,2\n\n7\n", 4),
          new Broken("a comma for a point", "a,b\n1,2\n1,5,2\n", 3),
          new Broken("a delimiter at the end of a row", "a,b\n1,2\n1,2,\n", 3),
          new Broken("a quote that is never closed", "a,b\n1,x\n2,\"y\n3,z\n", 3),
          new Broken("only a quote", "\"", 1),
          new Broken("text after a closing quote", "a,b\n1,\"x\"y\n", 2),
          new Broken("a quote after a closing quote and a blank", "a,b\n1,\"x\" \"y\"\n", 2),
          new Broken("a NUL in a cell", "a,b\n1,\0\n", 2),
          new Broken("a NUL in the header", "a,b\0\n1,2\n", 1),
          new Broken("a NUL in quotes", "a,b\n1,\"\0\"\n", 2),
          new Broken("a doubled name", "a,b,a\n1,2,3\n", 1),
          new Broken("a doubled name in quotes", "a,\"a\"\n1,2\n", 1),
          new Broken("a name that differs by blanks alone", "a, a \n1,2\n", 1),
          new Broken("a header twice", "a,b\n1,2\na,b\n3,4\n", 1),
          new Broken("no telling what the header is", "a,b\nc,d\n", 1),
          new Broken("a table of one text", "just,text\n", 1),
          new Broken("a short row behind mixed line ends", "a,b\r\n1,2\n3,4\r5\r\n", 4),
          new Broken("a short row behind a line break in quotes", "a,b\n1,\"x\ny\"\n1\n", 4),
          new Broken("a comment", "a,b\n1,2\n# no comment\n", 3),
          new Broken("another delimiter below", "a,b\n1,2\n3;4\n", 3),
          new Broken("a tab for a delimiter", "a,b\n1,2\n3\t4\n", 3));

  @TestFactory
  List<DynamicTest> theVerdictsAreTheSameAndNameTheRow() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String cell : NO_NUMBERS) {
      tests.add(DynamicTest.dynamicTest(cell, () -> noNumber(cell)));
    }
    for (Broken broken : BROKEN) {
      tests.add(
          DynamicTest.dynamicTest(
              broken.what, () -> refused(broken.text.getBytes(UTF_8), "t.csv, line " + broken.line + ":")));
    }
    byte[] latin = "a,b\n1,x\n2,caf\u00e9\n".getBytes(ISO_8859_1);
    tests.add(DynamicTest.dynamicTest("Latin-1", () -> refused(latin, "t.csv, line 3: not UTF-8")));
    byte[] cut = {'1', ',', (byte) 0xc3};
    tests.add(DynamicTest.dynamicTest("half a character", () -> refused(cut, "line 1: not UTF-8")));
    byte[] overlong = {'a', ',', 'b', '\n', '1', ',', (byte) 0xc0, (byte) 0xaf, '\n'};
    tests.add(DynamicTest.dynamicTest("an overlong slash", () -> refused(overlong, "line 2: not UTF-8")));
    byte[] surrogate = {'a', ',', 'b', '\n', '1', ',', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
    tests.add(DynamicTest.dynamicTest("half a surrogate pair", () -> refused(surrogate, "line 2: not UTF-8")));
    tests.add(DynamicTest.dynamicTest("nothing", () -> refused(new byte[0], "t.csv: no rows")));
    tests.add(DynamicTest.dynamicTest("empty lines", () -> refused("\n\r\n".getBytes(UTF_8), "t.csv: no rows")));
    tests.add(
        DynamicTest.dynamicTest(
            "a column without a name", () -> refused("a,,c\n1,2,3\nx,1,2\n".getBytes(UTF_8), "column 2 has no name")));
    assertThat(tests).hasSizeGreaterThanOrEqualTo(60);
    return tests;
  }

  /// Both readers take it for a text, and a text below numbers is refused when the column is prepared.
  private void noNumber(String cell) throws IOException {
    byte[] bytes = ("a,b\n1,2\n3," + cell + "\n4,5\n").getBytes(UTF_8);
    for (boolean fast : new boolean[] {true, false}) {
      Table table = CsvReader.read(Content.of("t.csv", bytes), Given.csv("t.csv"), List.of(), fast);
      assertThat(((Column.Texts) table.columns().get(1)).levels()).containsExactly("2", cell, "5");
    }
    Files.write(folder.resolve("t.csv"), bytes);
    DataFiles files = new DataFiles(List.of(folder));
    assertThat(catchThrowable(() -> new Given(Given.csv("t.csv")).prepare(files, false)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("t.csv, line 3, column 'b': '" + cell + "' is not a number");
  }

  private static void refused(byte[] bytes, String... parts) {
    String strict = message(bytes, false);
    assertThat(strict).contains(parts).doesNotContain("Exception");
    assertThat(message(bytes, true)).as("of the fast reader").isEqualTo(strict);
  }

  private static String message(byte[] bytes, boolean fast) {
    Throwable thrown =
        catchThrowable(() -> CsvReader.read(Content.of("t.csv", bytes), Given.csv("t.csv"), List.of(), fast));
    assertThat(thrown).as("refused").isInstanceOf(DataException.class);
    return String.valueOf(thrown.getMessage());
  }

  private static final List<CSVFormat> FORMATS =
      List.of(
          CSVFormat.DEFAULT,
          CSVFormat.RFC4180,
          CSVFormat.EXCEL,
          CSVFormat.TDF.builder().setRecordSeparator("\n").get(),
          CSVFormat.DEFAULT.builder().setQuoteMode(QuoteMode.ALL).get(),
          CSVFormat.DEFAULT.builder().setQuoteMode(QuoteMode.NON_NUMERIC).setRecordSeparator("\n").get(),
          CSVFormat.DEFAULT.builder().setDelimiter(';').setRecordSeparator('\r').get(),
          CSVFormat.DEFAULT.builder().setDelimiter('|').setQuoteMode(QuoteMode.ALL_NON_NULL).get());

  @Test
  void whatAnotherWriterWritesIsReadBackByBothReaders() throws IOException {
    String[] pieces = {"a", "7", ",", ";", "|", "\"", "\n", "\r\n", " ", "\t", "ü", "漢", "😀", "'", "#", "."};
    for (int round = 0; round < 240; round++) {
      Stream dice = Stream.of(11).at(round);
      CSVFormat format = FORMATS.get(round % FORMATS.size());
      int height = 1 + dice.below(9, 0);
      List<String> texts = new ArrayList<>();
      List<Double> numbers = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      format.printRecord(text, "number", "text");
      for (int r = 0; r < height; r++) {
        StringBuilder cell = new StringBuilder("t");
        for (int k = dice.below(6, 100 * r + 1); k > 0; k--) {
          cell.append(pieces[dice.below(pieces.length, 100 * r + 2 + k)]);
        }
        texts.add(cell.append('e').toString());
        numbers.add((dice.below(2_000_001, 100 * r + 99) - 1_000_000) / 1024.0);
        format.printRecord(text, numbers.get(r), texts.get(r));
      }
      String delimiter = format.getDelimiterString().equals("\t") ? "tab" : format.getDelimiterString();
      for (boolean fast : new boolean[] {true, false}) {
        Content content = Content.of("t.csv", text.toString().getBytes(UTF_8));
        Table table = CsvReader.read(content, Given.csv(Header.TRUE, delimiter, 0), List.of(), fast);
        assertThat(table.names()).containsExactly("number", "text");
        assertThat(Given.numbers(table, "number")).containsExactly(numbers.toArray(new Double[0]));
        Column.Texts column = (Column.Texts) table.columns().get(1);
        assertThat(column.rows()).isEqualTo(height);
        for (int r = 0; r < height; r++) {
          assertThat(column.text(r)).isEqualTo(texts.get(r));
        }
      }
    }
  }
}
