package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static nnrun.data.Given.csv;
import static nnrun.data.Given.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast reader of numbers against the strict one, which is the oracle.
class CsvNumbersTest {
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

  private static DataFiles.Content content(byte[] bytes) {
    return new DataFiles.Content("t.csv", bytes);
  }

  private static @Nullable Table fast(byte[] bytes, Csv rules) {
    return new CsvReader(content(bytes), rules).numbers(List.of());
  }

  private static Table strict(byte[] bytes, Csv rules) {
    return new CsvReader(content(bytes), rules).cells(List.of());
  }

  private static long[] bits(Table table, int column) {
    double[] values = ((Column.Numeric) table.columns().get(column)).values();
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToLongBits(values[i]);
    }
    return bits;
  }

  private static void assertSame(Table fast, Table strict) {
    assertThat(fast.names()).isEqualTo(strict.names());
    assertThat(fast.named()).isEqualTo(strict.named());
    assertThat(fast.place()).isEqualTo(strict.place());
    assertThat(fast.targets()).isEqualTo(strict.targets());
    assertThat(fast.lines()).isEqualTo(strict.lines());
    for (int c = 0; c < strict.columns().size(); c++) {
      assertThat(bits(fast, c)).isEqualTo(bits(strict, c));
    }
  }

  @Test
  void randomTablesAreReadBitForBitAsByTheStrictReader() {
    for (int round = 0; round < 300; round++) {
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
          text.append(r > 0 && dice.oneIn(6) ? missing[dice.below(missing.length)] : finite(dice));
          text.append(spaced && dice.oneIn(3) ? " " : "");
        }
        text.append(r + 1 == height && dice.oneIn(2) ? "" : end).append(dice.oneIn(9) ? end : "");
      }
      Csv rules =
          new Csv(
              "t.csv",
              header ? Header.AUTO : Header.FALSE,
              Delimiter.parse(delimiterName),
              skip,
              List.of("?", "NA", "NaN", "-999", "-"));
      byte[] bytes = text.toString().getBytes(UTF_8);
      Table strict = strict(bytes, rules);
      for (byte[] file : List.of(bytes, gzip(bytes))) {
        Table fast = fast(file, rules);
        assertThat(fast).as("round %s: %s", round, text).isNotNull();
        assertSame(java.util.Objects.requireNonNull(fast), strict);
      }
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
      assertSame(java.util.Objects.requireNonNull(fast(file, rules)), strict);
    }
  }

  @Test
  void aRowWiderThanTheBuffersIsRead() {
    byte[] bytes = ("0.125,".repeat(100_000) + "1\n").repeat(3).getBytes(UTF_8);
    Csv rules = csv(Header.FALSE, ",", 0);
    assertSame(java.util.Objects.requireNonNull(fast(bytes, rules)), strict(bytes, rules));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a,b\n",
        "a,b\n1,x\n",
        "a,b\n1,\"2\"\n",
        "a,b\n1,2\n1,2,3\n",
        "a,b\n1,2\n1\n",
        "a,b\n1,2\n  \n",
        "a,b\n1,2\r3,4\n",
        "a,b\n1,\0\n",
        "a,b\n1,é\n",
        "a,b\n1,1e400\n",
        "a,b\n1,1d\n",
        "a,b\n1,0x10\n",
        "a,b\n1,1 2\n",
        "a,b\n1,2\u00a0\n",
        "a,b\n1,\u000b2\n",
        "a,\"b\nc\"\n1,2\n",
        "\"1\",2\n3,4\n",
        "   \n1,2\n",
        "a,b\n1,--\n"
      })
  void whatIsNotCertainIsLeftToTheStrictReader(String text) {
    assertThat(fast(text.getBytes(UTF_8), csv("t.csv"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"e", ".", "-", "5", "é", "\u000b"})
  void aDelimiterThatMayStandInANumberIsLeftToTheStrictReader(String delimiter) {
    assertThat(fast("1,2\n".replace(",", delimiter).getBytes(UTF_8), csv(Header.FALSE, delimiter, 0))).isNull();
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
