package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.codes;
import static nnrun.data.Given.csv;
import static nnrun.data.Given.gzip;
import static nnrun.data.Given.lines;
import static nnrun.data.Given.numbers;
import static nnrun.data.Given.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  @Test
  void namesAndTypesAreFoundByTheCells() {
    Table table = table("size,colour\n1.5,red\n-2e3,blue\n+.5,red\n");
    assertThat(table.named()).isTrue();
    assertThat(table.names()).containsExactly("size", "colour");
    assertThat(numbers(table, "size")).containsExactly(1.5, -2000, 0.5);
    Column.Texts colours = (Column.Texts) table.columns().get(1);
    assertThat(colours.levels()).containsExactly("red", "blue");
    assertThat(codes(table, 1)).containsExactly(0, 1, 0);
    assertThat(lines(table)).containsExactly(2, 3, 4);
  }

  @Test
  void aFirstRowWithANumberIsNoHeaderAndColumnsAreCounted() {
    Table table = table("5.1,setosa\n4.9,setosa\n");
    assertThat(table.named()).isFalse();
    assertThat(table.names()).containsExactly("c1", "c2");
    assertThat(numbers(table, "c1")).containsExactly(5.1, 4.9);
  }

  @Test
  void aMissingCellInAFirstRowTellsNothing() {
    assertThatThrownBy(() -> table("?,red\n2,blue\n")).hasMessageContaining("the cells do not tell");
    Table table = table("?,red\n2,blue\n".getBytes(UTF_8), csv(Header.FALSE, ",", 0));
    assertThat(numbers(table, "c1")).containsExactly(Double.NaN, 2);
  }

  @Test
  void theConfigMaySayWhatTheHeaderIs() {
    assertThat(table("a,b\nc,d\n".getBytes(UTF_8), csv(Header.TRUE, ",", 0)).names()).containsExactly("a", "b");
    assertThat(table("a,b\nc,d\n".getBytes(UTF_8), csv(Header.FALSE, ",", 0)).rows()).isEqualTo(2);
    assertThat(table("2019,2020\n1,2\n".getBytes(UTF_8), csv(Header.TRUE, ",", 0)).names())
        .containsExactly("2019", "2020");
  }

  @Test
  void quotesHoldDelimitersLineBreaksAndDoubledQuotes() {
    Table table = table("n,t\r\n1,\"a,b\"\r\n2,\"line 1\r\nline 2\"\r\n3,\"say \"\"hi\"\"\"\r\n4,plain\r\n");
    assertThat(((Column.Texts) table.columns().get(1)).levels())
        .containsExactly("a,b", "line 1\r\nline 2", "say \"hi\"", "plain");
    assertThat(lines(table)).as("where a row begins").containsExactly(2, 3, 5, 6);
  }

  @Test
  void blanksAroundACellAreLeftOutUnlessQuoted() {
    Table table = table("n , t\n 1 , x \n2,\" x \"\n");
    assertThat(numbers(table, "n")).containsExactly(1, 2);
    assertThat(((Column.Texts) table.columns().get(1)).levels()).containsExactly("x", " x ");
  }

  @Test
  void emptyLinesAreSkippedAndStillCounted() {
    Table table = table("a,b\n1,x\n\n   \n2,y\n\n");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(lines(table)).containsExactly(2, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndIsUnderstood(String end) {
    Table table = table(("a,b" + end + "1,x" + end + "2,y").replace("\n\n", "\n"));
    assertThat(numbers(table, "a")).containsExactly(1, 2);
    assertThat(lines(table)).containsExactly(2, 3);
  }

  @ParameterizedTest
  @CsvSource({"';'", "tab", "'|'", "blank", "':'"})
  void anyCharacterDelimits(String name) {
    Delimiter delimiter = Delimiter.parse(name);
    String content = "a,b,t\n1,2,x\n3,4,y\n".replace(',', delimiter.character());
    Table table = table(content.getBytes(UTF_8), csv(Header.AUTO, name, 0));
    assertThat(numbers(table, "b")).containsExactly(2, 4);
    assertThat(Delimiter.parse(delimiter.toString())).isEqualTo(delimiter);
  }

  @Test
  void runsOfBlanksDelimitAsOneButNotInsideQuotes() {
    String content = "  a   b\tc  \n 1 \t 2  \"x  y\"\n\n3 4 z\n";
    Table table = table(content.getBytes(UTF_8), csv(Header.AUTO, "blank", 0));
    assertThat(table.names()).containsExactly("a", "b", "c");
    assertThat(numbers(table, "b")).containsExactly(2, 4);
    assertThat(((Column.Texts) table.columns().get(2)).levels()).containsExactly("x  y", "z");
    assertThat(lines(table)).containsExactly(2, 4);
  }

  @Test
  void skippedLinesCountForPlaces() {
    byte[] content = "150,4,setosa,versicolor\r\n# free text\r\n5.1,0\r\n4.9,1\r\n".getBytes(UTF_8);
    Table table = table(content, csv(Header.AUTO, ",", 2));
    assertThat(numbers(table, "c1")).containsExactly(5.1, 4.9);
    assertThat(lines(table)).containsExactly(3, 4);
  }

  @Test
  void gzipIsKnownByItsFirstBytesAndTheByteOrderMarkIsSkipped() {
    byte[] content = "\uFEFFa,b\n1,é\n2,ß\n".getBytes(UTF_8);
    assertThat(table(gzip(content), csv("t.csv")).names()).containsExactly("a", "b");
    Column.Texts unpacked = (Column.Texts) table(gzip(content), csv("t.csv")).columns().get(1);
    assertThat(unpacked.levels()).containsExactly("é", "ß");
    assertThat(table(content, csv("t.csv")).names()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "NA", "N/A", "nan", "NaN", "null", "NULL", "", "\"\""})
  void missingMarkersAreNoTexts(String marker) {
    Table table = table("a,b\n1,x\n" + marker + ",y\n3," + marker + "\n");
    assertThat(numbers(table, "a")).containsExactly(1, Double.NaN, 3);
    assertThat(codes(table, 1)).containsExactly(0, 1, -1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "1f",
        "0x1p3",
        "0x10",
        "1e400",
        "-1e999",
        "inf",
        "Infinity",
        "1,5",
        "1.5.2",
        "1e",
        "e5",
        ".",
        "+",
        "--1",
        "1_000",
        "1 000",
        "١",
        "１",
        "1e+",
        "½",
        "NaN0"
      })
  void whatOtherReadersTakeForANumberIsNone(String text) {
    assertThat(Numbers.parse(text)).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-0.5,-0.5", "+1.,1", ".5,0.5", "1E3,1000", "1e-400,0", "00012,12"})
  void numbersAreDecimals(String text, double value) {
    assertThat(Numbers.parse(text)).isEqualTo(value);
  }

  record Refusal(String content, String... message) {}

  static List<Refusal> refusals() {
    return List.of(
        new Refusal("", "t.csv: no rows; the file is empty"),
        new Refusal("\n\n", "t.csv: no rows; the file is empty"),
        new Refusal("\uFEFF", "t.csv: no rows"),
        new Refusal("a,b\n1,2\n1,2,3\n", "t.csv, line 3: 3 cells where the first row has 2", "double quotes"),
        new Refusal("a,b\n1,2\n\n7\n", "t.csv, line 4: 1 cell where the first row has 2"),
        new Refusal("a,b\n1,\"x\ny\"\n1\n", "t.csv, line 4: 1 cell where"),
        new Refusal("a,b\n1,x\n2,\"y\n3,z\n", "t.csv, line 3: a quote is opened in this row and never closed"),
        new Refusal("\"", "t.csv, line 1: a quote is opened"),
        new Refusal("a,b\n1,\"x\"y\n", "t.csv, line 2: more text after a closing quote"),
        new Refusal("a,b\n1,\0\n", "t.csv, line 2: a NUL byte"),
        new Refusal("a,,c\n1,2,3\nx,1,2\n", "column 2 has no name", "header: false"),
        new Refusal("a,b,a\n1,2,3\n", "t.csv, line 1: columns 1 and 3 are both called 'a'"),
        new Refusal("a,b\nc,d\n", "t.csv, line 1: the cells do not tell whether this row (a, b) is a header"),
        new Refusal("just,text\n", "t.csv, line 1: the cells do not tell"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatBreaksTheRulesIsRefusedWithItsPlace(Refusal refusal) {
    assertThatThrownBy(() -> table(refusal.content))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(refusal.message);
  }

  @Test
  void aHeaderAloneIsRefused() {
    assertThatThrownBy(() -> table("a,b\n".getBytes(UTF_8), csv(Header.TRUE, ",", 0)))
        .hasMessage("t.csv: only a header and no rows; add some below it");
  }

  @Test
  void skippingEverythingIsRefused() {
    assertThatThrownBy(() -> table("1,2\n".getBytes(UTF_8), csv(Header.AUTO, ",", 5)))
        .hasMessage("t.csv: no rows; the file is empty after the 5 skipped lines");
  }

  /// The rows do not fit the reader's buffers, so that characters and line ends are cut at every place.
  @ParameterizedTest
  @ValueSource(strings = {",", "blank"})
  void longFilesAreReadAcrossTheBuffers(String delimiter) {
    int rows = 60_001;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(row).append(delimiter.equals(",") ? "," : "  \t").append("é漢😀".repeat(row % 3 + 1)).append("\r\n");
    }
    byte[] content = text.toString().getBytes(UTF_8);
    for (byte[] file : List.of(content, gzip(content))) {
      Table table = table(file, csv(Header.FALSE, delimiter, 1));
      assertThat(table.rows()).isEqualTo(rows - 1);
      double[] values = numbers(table, "c1");
      int[] lines = lines(table);
      Column.Texts texts = (Column.Texts) table.columns().get(1);
      assertThat(texts.levels()).containsExactly("é漢😀é漢😀", "é漢😀é漢😀é漢😀", "é漢😀");
      for (int row = 1; row < rows; row++) {
        assertThat(values[row - 1]).isEqualTo(row);

        assertThat(lines[row - 1]).isEqualTo(row + 1);
      }
    }
  }

  @Test
  void badUtf8IsRefusedWithItsLine() {
    assertThatThrownBy(() -> table("a,b\n1,x\n2,caf\u00e9\n".getBytes(ISO_8859_1), csv("t.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv, line 3: not UTF-8");
    assertThatThrownBy(() -> table(new byte[] {'1', ',', (byte) 0xc3}, csv("t.csv")))
        .hasMessageContaining("line 1: not UTF-8");
  }

  @Test
  void aDamagedGzipFileIsRefused() {
    byte[] packed = gzip("a,b\n1,2\n".repeat(1000).getBytes(UTF_8));
    assertThatThrownBy(() -> table(Arrays.copyOf(packed, packed.length / 2), csv("t.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv: a damaged gzip file");
    byte[] flipped = packed.clone();
    flipped[packed.length - 6] ^= 1;
    assertThatThrownBy(() -> table(flipped, csv("t.csv"))).hasMessageContaining("a damaged gzip file");
  }

  @Test
  void aRowWithoutEndIsRefusedBeforeItFillsTheMemory() {
    byte[] content = new byte[CsvText.LONGEST_ROW + (1 << 20)];
    Arrays.fill(content, (byte) 'x');
    assertThatThrownBy(() -> table(gzip(content), csv("t.csv"))).hasMessageContaining("was a quote opened");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",,", "comma", "\"", "\n", "\0"})
  void aDelimiterIsOneCharacter(String text) {
    assertThatThrownBy(() -> Delimiter.parse(text)).hasMessageContaining("one character");
  }

  @Test
  void randomTablesComeBackFromAReferenceWriter() {
    Stream stream = Stream.of(7);
    String[] pieces = {"a", "B", "7", ",", "\"", "\n", "\r\n", " ", "ü", "漢", "😀", ";", "'", "#"};
    for (int round = 0; round < 300; round++) {
      Stream of = stream.at(round);
      int width = 1 + of.below(5, 0);
      int height = 1 + of.below(8, 1);
      StringBuilder text = new StringBuilder();
      List<List<String>> rows = new ArrayList<>();
      for (int c = 0; c <= width; c++) {
        text.append(c == 0 ? "n" : ",h" + c);
      }
      int draw = 2;
      for (int r = 0; r < height; r++) {
        text.append('\n').append(r);
        List<String> row = new ArrayList<>();
        for (int c = 0; c < width; c++) {
          StringBuilder cell = new StringBuilder("t");
          for (int k = of.below(6, draw++); k > 0; k--) {
            cell.append(pieces[of.below(pieces.length, draw++)]);
          }
          row.add(cell.toString());
          text.append(",\"").append(cell.toString().replace("\"", "\"\"")).append('"');
        }
        rows.add(row);
      }
      Table table = table(text.toString());
      for (int c = 0; c < width; c++) {
        Column.Texts column = (Column.Texts) table.columns().get(c + 1);
        for (int r = 0; r < height; r++) {
          assertThat(column.text(r)).isEqualTo(rows.get(r).get(c));
        }
      }
    }
  }
}
