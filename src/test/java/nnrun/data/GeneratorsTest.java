package nnrun.data;

import static nnrun.data.Given.NO_FILES;
import static nnrun.data.Given.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorsTest {
  /// The first 16 hexadecimal digits of the SHA-256 of all numbers, most significant byte first.
  private static String hash(Table table) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Column column : table.columns()) {
      switch (column) {
        case Column.Numeric numbers -> {
          for (double x : Given.array(numbers.values())) {
            digest.update(ByteBuffer.allocate(8).putDouble(x).array());
          }
        }
        case Column.Pixels pixels -> digest.update(Given.bytes(pixels.values()));
        case Column.Texts _ -> throw new AssertionError("no generator makes texts");
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  /// Every generator with the hash of its rows: they must never change, or old runs could not be repeated.
  static Stream<Arguments> pinned() {
    return Stream.of(
        Arguments.of(new Moons(100, 0.1, 0), "2dd8328b2b253750"),
        Arguments.of(new Circles(100, 0.1, 0.5, 1), "2f9124f4635bc2c1"),
        Arguments.of(new Spirals(100, 0.02, 3, 1.5, 2), "09c85b584fc0a21c"),
        Arguments.of(new Blobs(100, 3, 4, 1, 3), "018a98148c405ce1"),
        Arguments.of(new Xor(100, 0.1, 4), "f99230f16a27b4db"),
        Arguments.of(new Function("sin(3*x1) + x2^2", 100, -1, 1, 0.1, 5), "6f94a536d18d8680"),
        Arguments.of(new Glyphs(100, 1, 0.05, 6), "66f29c8d7071d045"),
        Arguments.of(new Gaussians(100, 3, 2, 7), "8f37c3f3fd94b357"),
        Arguments.of(new Checkerboard(100, 4, 0.1, 8), "605b47a19346b51b"),
        Arguments.of(new Plane(100, 3, 2, 0.1, 9), "d0cc765a1a4cda3d"),
        Arguments.of(new Teacher(100, 4, 5, Teacher.Units.TANH, 0, 0.1, 10), "51375a693f28f8fc"),
        Arguments.of(new Teacher(100, 4, 5, Teacher.Units.RELU, 3, 0, 11), "7773caa4aac4b5c0"));
  }

  @ParameterizedTest
  @MethodSource("pinned")
  void rowsAreTheSameEverywhereAndForEver(Source source, String expected) throws Exception {
    Locale before = Locale.getDefault();
    try {
      for (Locale locale :
          List.of(Locale.ROOT, Locale.forLanguageTag("tr"), Locale.GERMANY, Locale.forLanguageTag("ar"))) {
        Locale.setDefault(locale);
        assertThat(hash(source.load(NO_FILES))).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void allGeneratorsArePinned() {
    List<Class<?>> pinned = pinned().<Class<?>>map(each -> each.get()[0].getClass()).toList();
    assertThat(Source.class.getPermittedSubclasses())
        .filteredOn(
            type -> Arrays.stream(type.getRecordComponents()).anyMatch(parameter -> parameter.getName().equals("seed")))
        .allMatch(pinned::contains);
  }

  @Test
  void moreRowsBeginWithTheSameRows() {
    assertThat(Arrays.copyOf(numbers(new Moons(200, 0.1, 7).load(NO_FILES), "x1"), 50))
        .isEqualTo(numbers(new Moons(50, 0.1, 7).load(NO_FILES), "x1"));
    assertThat(numbers(new Moons(50, 0.1, 8).load(NO_FILES), "x1"))
        .isNotEqualTo(numbers(new Moons(50, 0.1, 7).load(NO_FILES), "x1"));
  }

  @Test
  void moonsWithoutNoiseLieOnHalfCircles() {
    Table moons = new Moons(200, 0, 0).load(NO_FILES);
    for (int row = 0; row < 200; row++) {
      boolean upper = numbers(moons, "class")[row] == 0;
      double dx = numbers(moons, "x1")[row] - (upper ? 0 : 1);
      double dy = numbers(moons, "x2")[row] - (upper ? 0 : 0.5);
      assertThat(dx * dx + dy * dy).isCloseTo(1, within(1e-12));
      assertThat(upper ? dy >= 0 : dy <= 0).isTrue();
    }
  }

  @Test
  void circlesWithoutNoiseHaveTheirRadii() {
    Table circles = new Circles(100, 0, 0.3, 0).load(NO_FILES);
    for (int row = 0; row < 100; row++) {
      double radius = StrictMath.hypot(numbers(circles, "x1")[row], numbers(circles, "x2")[row]);
      assertThat(radius).isCloseTo(row % 2 == 0 ? 1 : 0.3, within(1e-12));
    }
  }

  @Test
  void spiralsWithoutNoiseTurnWithTheirRadius() {
    Table spirals = new Spirals(300, 0, 3, 1.5, 0).load(NO_FILES);
    for (int row = 0; row < 300; row++) {
      double x1 = numbers(spirals, "x1")[row];
      double x2 = numbers(spirals, "x2")[row];
      double r = Math.sqrt(x1 * x1 + x2 * x2);
      double phi = 2 * Math.PI * (1.5 * r + (row % 3) / 3.0);
      assertThat(x1).isCloseTo(r * StrictMath.cos(phi), within(1e-9));
      assertThat(numbers(spirals, "class")[row]).isEqualTo(row % 3);
    }
  }

  @Test
  void fourRowsOfXorWithoutNoiseAreTheTruthTable() {
    Table xor = new Xor(4, 0, 0).load(NO_FILES);
    assertThat(numbers(xor, "x1")).containsExactly(0, 0, 1, 1);
    assertThat(numbers(xor, "x2")).containsExactly(0, 1, 0, 1);
    assertThat(numbers(xor, "class")).containsExactly(0, 1, 1, 0);
  }

  /// The mean of 20,000 numbers of standard deviation 2 has standard error 0.014; four of them are 0.057.
  @Test
  void blobsHaveTheirSpread() {
    double[] x = numbers(new Blobs(40_000, 2, 1, 2, 0).load(NO_FILES), "x1");
    double mean = 0;
    for (int row = 0; row < x.length; row += 2) {
      mean += x[row] / 20_000;
    }
    double squares = 0;
    for (int row = 0; row < x.length; row += 2) {
      squares += (x[row] - mean) * (x[row] - mean) / 20_000;
    }
    assertThat(Math.sqrt(squares)).isCloseTo(2, within(0.057));
    assertThat(numbers(new Blobs(2, 2, 1, 0, 0).load(NO_FILES), "x1")[0]).isCloseTo(mean, within(0.057));
  }

  @Test
  void aFunctionWithoutNoiseIsItself() {
    Table table = new Function("3*x^2 - 1", 100, -2, 5, 0, 0).load(NO_FILES);
    for (int row = 0; row < 100; row++) {
      double x = numbers(table, "x")[row];
      assertThat(x).isBetween(-2.0, 5.0);
      assertThat(numbers(table, "y")[row]).isEqualTo(3 * StrictMath.pow(x, 2) - 1);
    }
  }

  @Test
  void glyphsStayWithinThePictureAndDifferFromEachOther() {
    Table glyphs = new Glyphs(1000, 1, 0, 0).load(NO_FILES);
    byte[] pixels = Given.bytes(((Column.Pixels) glyphs.columns().get(0)).values());
    for (int image = 0; image < 1000; image++) {
      int ink = 0;
      int border = 0;
      for (int i = 0; i < 784; i++) {
        boolean edge = i < 28 || i >= 756 || i % 28 == 0 || i % 28 == 27;
        ink += (pixels[image * 784 + i] & 0xff) > 127 ? 1 : 0;
        border += edge && (pixels[image * 784 + i] & 0xff) > 127 ? 1 : 0;
      }
      assertThat(ink).as("inked pixels of image " + image).isBetween(12, 300);
      assertThat(border).as("inked pixels on the border of image " + image).isLessThan(8);
    }
    assertThat(Arrays.copyOfRange(pixels, 0, 784)).isNotEqualTo(Arrays.copyOfRange(pixels, 7840, 8624));
  }

  @Test
  void glyphsWithoutDistortionAreTheModelDigits() {
    Table glyphs = new Glyphs(20, 0, 0, 0).load(NO_FILES);
    byte[] pixels = Given.bytes(((Column.Pixels) glyphs.columns().get(0)).values());
    assertThat(Arrays.copyOfRange(pixels, 0, 7840)).isEqualTo(Arrays.copyOfRange(pixels, 7840, 15680));
  }

  /// The centres lie at ∓1 on the one coordinate; Φ(1) = 0.8413 of 20,000 rows lie on the right side, with a standard
  /// error of √(0.8413 · 0.1587 / 20,000) = 0.0026.
  @Test
  void theBestClassifierOfGaussiansIsAsGoodAsItsDocSays() {
    Table table = new Gaussians(20_000, 1, 2, 0).load(NO_FILES);
    double[] x = numbers(table, "x1");
    int right = 0;
    for (int row = 0; row < x.length; row++) {
      right += x[row] > 0 == (numbers(table, "class")[row] == 1) ? 1 : 0;
    }
    assertThat(right / 20_000.0).isCloseTo(0.8413, within(4 * 0.0026));
  }

  @Test
  void neighbouringFieldsOfACheckerboardDiffer() {
    Table table = new Checkerboard(500, 3, 0, 0).load(NO_FILES);
    double[] type = numbers(table, "class");
    for (int row = 0; row < 500; row++) {
      double x1 = numbers(table, "x1")[row];
      double x2 = numbers(table, "x2")[row];
      assertThat(x1).isBetween(0.0, 3.0);
      assertThat(type[row]).isEqualTo((Math.floor(x1) + Math.floor(x2)) % 2);
    }
    assertThat(type).contains(0, 1);
  }

  /// Without noise three rows settle w1, w2 and b, and every other row obeys them; the silent feature has no part.
  @Test
  void aPlaneWithoutNoiseIsLinearAndSilentFeaturesSayNothing() {
    Table table = new Plane(50, 1, 1, 0, 3).load(NO_FILES);
    double[] x = numbers(table, "x1");
    double[] y = numbers(table, "y");
    double slope = (y[1] - y[0]) / (x[1] - x[0]);
    for (int row = 2; row < 50; row++) {
      assertThat(y[row]).isCloseTo(y[0] + slope * (x[row] - x[0]), within(1e-9));
    }
    assertThat(table.names()).containsExactly("x1", "x2", "y");
  }

  /// With one feature and one hidden unit y = v·tanh(w·x): y is odd in x and grows or falls throughout.
  @Test
  void theTeacherIsANetworkOfItsSize() {
    Table table = new Teacher(200, 1, 1, Teacher.Units.TANH, 0, 0, 1).load(NO_FILES);
    double[] x = numbers(table, "x1");
    double[] y = numbers(table, "y");
    double sign = Math.signum(x[0] * y[0]);
    for (int a = 0; a < 200; a++) {
      assertThat(Math.signum(x[a] * y[a])).isEqualTo(sign);
      for (int b = 0; b < a; b++) {
        assertThat(Math.signum((x[a] - x[b]) * (y[a] - y[b]))).isEqualTo(sign);
      }
    }
    Table classes = new Teacher(200, 5, 8, Teacher.Units.TANH, 3, 0, 1).load(NO_FILES);
    assertThat(numbers(classes, "class")).contains(0, 1, 2).doesNotContain(3);
  }
}
