package nnrun.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.csv;
import static nnrun.data.Given.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast reader against the strict one, which is the oracle.
class CsvScannerTest {
  private static final String[] DELIMITERS = {",", ";", "tab", "|", ":", "blank"};

  /// Draws from a random stream, one after the other.
  private static final class Dice {
    private final Stream stream;
    private int drawn;

    Dice(int seed) {
      stream = Stream.of(seed);
    }

    int below(int n) {
      return stream.below(n, drawn++);
    }

    boolean oneIn(int n) {
      return below(n) == 0;
    }

    String digits(int count) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append((char) ('0' + below(10)));
      }
      return text.toString();
    }

    double anyDouble() {
      double x = Double.longBitsToDouble(((long) below(Integer.MAX_VALUE) << 33) ^ below(Integer.MAX_VALUE));
      return Double.isFinite(x) ? x : 0;
    }

    String number() {
      String sign =
          switch (below(4)) {
            case 0 -> "-";
            case 1 -> "+";
            default -> "";
          };
      String exponent = oneIn(3) ? (oneIn(2) ? "e" : "E-") + below(oneIn(4) ? 330 : 25) : "";
      return switch (below(9)) {
        case 0 -> sign + below(256);
        case 1 -> sign + digits(1 + below(22));
        case 2 -> sign + "." + digits(1 + below(22)) + exponent;
        case 3 -> sign + digits(1 + below(20)) + "." + exponent;
        case 4 -> Double.toString(anyDouble());
        case 5 -> Double.toString(below(Integer.MAX_VALUE) / (double) Integer.MAX_VALUE);
        case 6 -> sign + "0.000000" + digits(below(18) + 1) + exponent;
        case 7 -> sign + digits(1) + "." + digits(18) + exponent;
        default -> sign + digits(1 + below(10)) + "." + digits(below(10)) + exponent;
      };
    }
  }

  private static Table fast(byte[] bytes, Csv rules) {
    return CsvReader.read(Content.of("t.csv", bytes), rules, List.of(), true);
  }

  private static Table strict(byte[] bytes, Csv rules) {
    return CsvReader.read(Content.of("t.csv", bytes), rules, List.of(), false);
  }

  /// The line at which the scanner is not certain, 0 where there is none.
  private static int doubt(byte[] bytes, Csv rules, int width) throws Exception {
    Set<String> missing = new LinkedHashSet<>(rules.missing());
    missing.add("");
    Content.Stream in = Content.of("t.csv", bytes).open();
    CsvScanner scanner = new CsvScanner(in, rules, missing);
    if (scanner.head() == null) {
      return 1;
    }
    scanner.passHead();
    List<String> names = IntStream.range(0, width).mapToObj(c -> "c" + c).toList();
    CsvColumns.Kind[] kinds = new CsvColumns.Kind[width];
    Arrays.fill(kinds, CsvColumns.Kind.OPEN);
    CsvColumns columns = new CsvColumns(in, Store.HEAP, names, kinds, false, missing);
    return scanner.read(columns, Integer.MAX_VALUE) == CsvScanner.Stop.END ? 0 : scanner.line();
  }

  private static long[] bits(Values values) {
    return IntStream.range(0, values.rows()).mapToLong(r -> Double.doubleToLongBits(values.at(r))).toArray();
  }

  private static void assertSame(Table fast, Table strict) {
    assertThat(fast.names()).isEqualTo(strict.names());
    assertThat(fast.named()).isEqualTo(strict.named());
    assertThat(fast.place()).isEqualTo(strict.place());
    assertThat(fast.targets()).isEqualTo(strict.targets());
    assertThat(Given.lines(fast)).isEqualTo(Given.lines(strict));
    for (int c = 0; c < strict.columns().size(); c++) {
      switch (strict.columns().get(c)) {
        case Column.Numeric numbers ->
            assertThat(bits(((Column.Numeric) fast.columns().get(c)).values())).isEqualTo(bits(numbers.values()));
        case Column.Texts texts -> {
          assertThat(((Column.Texts) fast.columns().get(c)).levels()).isEqualTo(texts.levels());
          assertThat(Given.codes(fast, c)).isEqualTo(Given.codes(strict, c));
        }
        case Column.Pixels _ -> throw new AssertionError("no CSV has images");
      }
    }
  }

  private static final String[] TEXTS = {
    "a", "New York", "1,5".replace(',', '_'), "1d", "0x10", "1 2", "straße", "漢字", "-", "NA?", "+", "e5", "a.b-c"
  };

  @Test
  void randomTablesAreReadBitForBitAsByTheStrictReader() throws Exception {
    for (int round = 0; round < 400; round++) {
      Dice dice = new Dice(round);
      String delimiterName = DELIMITERS[dice.below(DELIMITERS.length)];
      boolean blank = delimiterName.equals("blank");
      char delimiter = Delimiter.parse(delimiterName).character();
      String[] missing = blank ? new String[] {"?", "NA", "-999"} : new String[] {"", " ", "?", "NaN", "-999", "- "};
      String end = dice.oneIn(2) ? "\n" : "\r\n";
      int width = 1 + dice.below(6);
      int height = 2 + dice.below(40);
      boolean spaced = dice.oneIn(3);
      boolean header = dice.oneIn(2);
      int skip = dice.oneIn(4) ? 2 : 0;
      int[] textual = new int[width]; // of the rows one in so many has a text; 0 for none
      for (int c = 0; c < width; c++) {
        textual[c] = dice.oneIn(2) ? 0 : dice.oneIn(2) ? 1 : 1 + dice.below(9);
      }
      StringBuilder text = new StringBuilder(dice.oneIn(5) ? "\uFEFF" : "");
      text.append(skip > 0 ? "150,é" + end + "# \"free text" + end : "");
      if (header) {
        for (int c = 0; c < width; c++) {
          text.append(c == 0 ? "" : delimiter).append("\"ü ").append(c).append('"');
        }
        text.append(end);
      }
      for (int r = 0; r < height; r++) {
        for (int c = 0; c < width; c++) {
          text.append(c == 0 ? "" : delimiter).append(spaced && dice.oneIn(3) ? "  " : "");
          boolean word = textual[c] > 0 && dice.oneIn(textual[c]);
          String cell = word ? TEXTS[dice.below(TEXTS.length)] : finite(dice);
          cell = blank ? cell.replace(' ', '_') : cell;
          text.append(r > 0 && dice.oneIn(6) ? missing[dice.below(missing.length)] : cell);
          text.append(spaced && dice.oneIn(3) ? " " : "");
        }
        text.append(r + 1 == height && dice.oneIn(2) ? "" : end).append(dice.oneIn(9) ? end : "");
      }
      Csv rules =
          new Csv(
              "t.csv",
              header ? Header.TRUE : Header.FALSE,
              Delimiter.parse(delimiterName),
              skip,
              List.of("?", "NA", "NaN", "-999", "-"));
      byte[] bytes = text.toString().getBytes(UTF_8);
      Table strict = strict(bytes, rules);
      assertThat(doubt(bytes, rules, width)).as("round %s: %s", round, text).isZero();
      for (byte[] file : List.of(bytes, gzip(bytes))) {
        assertSame(fast(file, rules), strict);
      }
    }
  }

  /// From the line on that the scanner is not certain of, quotes or not, the strict reader goes on.
  @Test
  void whereTheStrictReaderTakesOverNothingIsLostAndNothingDoubled() throws Exception {
    for (int round = 0; round < 200; round++) {
      Dice dice = new Dice(1000 + round);
      StringBuilder text = new StringBuilder("a,b,c\n");
      int height = 1 + dice.below(30);
      int special = 1 + dice.below(height);
      for (int r = 1; r <= height; r++) {
        String b = dice.oneIn(2) ? "x" + dice.below(4) : "y";
        String c = r < special ? "" : r == special ? "\"two\nlines, \"\"" + dice.below(3) + "\"" : dice.number();
        text.append(finite(dice)).append(',').append(b).append(',').append(c).append(dice.oneIn(5) ? "\n\n" : "\n");
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      Csv rules = csv(Header.TRUE, ",", 0);
      Table strict = strict(bytes, rules);
      assertThat(doubt(bytes, rules, 3)).isEqualTo(Given.lines(strict)[special - 1]);
      assertSame(fast(bytes, rules), strict);
    }
  }

  private static String finite(Dice dice) {
    String text = dice.number();
    return Double.isNaN(Numbers.parse(text)) ? "7" : text;
  }

  /// Longer than the reader's buffers and blocks, cut at every place.
  @Test
  void longTablesAreReadAcrossBuffersAndBlocks() {
    Dice dice = new Dice(5);
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int r = 0; r < 60_000; r++) {
      text.append(r).append(',').append(finite(dice)).append(',').append(r % 7 == 0 ? "" : "1.5").append('\n');
      text.append(r % 1000 == 0 ? "\n" : "");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    Csv rules = csv(Header.AUTO, ",", 0);
    Table strict = strict(bytes, rules);
    for (byte[] file : List.of(bytes, gzip(bytes))) {
      assertSame(fast(file, rules), strict);
    }
  }

  @Test
  void aRowWiderThanTheBuffersIsRead() {
    byte[] bytes = ("0.125,".repeat(100_000) + "1\n").repeat(3).getBytes(UTF_8);
    Csv rules = csv(Header.FALSE, ",", 0);
    assertSame(fast(bytes, rules), strict(bytes, rules));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a,b\n1,\"2\"\n",
        "a,b\n1,2\n1,2,3\n",
        "a,b\n1,2\n1\n",
        "a,b\n1,2\n  \n",
        "a,b\n1,2\r3,4\n",
        "a,b\n1,\0\n",
        "a,b\n1,\u000b2\n",
        "a,b\n1,x\u2003\n",
        "a,b\n1,a\"b\n"
      })
  void whatIsNotCertainIsLeftToTheStrictReader(String text) throws Exception {
    assertThat(doubt(text.getBytes(UTF_8), csv("t.csv"), 2)).isPositive();
  }

  @Test
  void brokenUtf8IsLeftToTheStrictReaderWhichNamesItsLine() throws Exception {
    byte[] latin = "a,b\n1,x\n2,é\n".getBytes(ISO_8859_1);
    assertThat(doubt(latin, csv("t.csv"), 2)).isEqualTo(3);
    assertThatThrownBy(() -> fast(latin, csv("t.csv"))).hasMessageContaining("t.csv, line 3: not UTF-8");
  }

  /// A column is of texts from its first row on where one stands below numbers.
  @Test
  void aTextBelowNumbersMakesTextsOfThem() {
    byte[] bytes = "a,b\n01,?\n1.0,2\n1,x\n01,3\n".getBytes(UTF_8);
    Table fast = fast(bytes, csv(Header.TRUE, ",", 0));
    assertThat(((Column.Texts) fast.columns().get(1)).levels()).containsExactly("2", "x", "3");
    assertThat(Given.numbers(fast, "a")).containsExactly(1, 1, 1, 1);
    assertSame(fast, strict(bytes, csv(Header.TRUE, ",", 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"e", ".", "-", "5", "é", "\u000b"})
  void aDelimiterThatMayStandInANumberIsLeftToTheStrictReader(String delimiter) {
    assertThat(CsvScanner.canDelimit(Delimiter.parse(delimiter))).isFalse();
  }

  @Test
  void digitsAreRoundedAsParseDoubleDoes() {
    Dice dice = new Dice(3);
    int known = 0;
    for (int i = 0; i < 200_000; i++) {
      String digits = dice.digits(1 + dice.below(19));
      int exponent = dice.below(51) - 25;
      double x = Numbers.exact(new BigInteger(digits).longValue(), exponent);
      if (!Double.isNaN(x)) {
        known++;
        assertThat(x).as("%se%s", digits, exponent).isEqualTo(Double.parseDouble(digits + "e" + exponent));
      }
    }
    assertThat(known).as("of 200,000, of which 10 %% have too great an exponent").isGreaterThan(160_000);
  }

  /// Decimals of 17 to 19 digits on both sides of the middle of two doubles, where rounding is hardest.
  @Test
  void digitsNextToTheMiddleOfTwoDoublesAreRoundedAsParseDoubleDoes() {
    Dice dice = new Dice(4);
    for (int i = 0; i < 50_000; i++) {
      double x =
          (1 + dice.below(Integer.MAX_VALUE) / (double) Integer.MAX_VALUE) * Math.scalb(1.0, dice.below(40) - 20);
      BigDecimal middle = new BigDecimal(x).add(new BigDecimal(Math.ulp(x) / 2));
      int exponent = middle.precision() - middle.scale() - 17 - dice.below(3);
      long digits = middle.movePointLeft(exponent).longValue() + dice.below(3) - 1;
      double near = Numbers.exact(digits, exponent);
      if (!Double.isNaN(near)) {
        assertThat(near).as("%se%s", digits, exponent).isEqualTo(Double.parseDouble(digits + "e" + exponent));
      }
    }
  }
}
