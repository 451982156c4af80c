package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.init.Constant;
import nnrun.init.Initializer;
import nnrun.init.Normal;
import nnrun.init.Uniform;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerHandCalculatedTest {
  private static final int ROWS = 200;
  private static final int COLUMNS = 100;
  private static final Initializer.Fan FAN = new Initializer.Fan(ROWS, COLUMNS, 1);

  private static double[] weights(Initializer initializer) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(ROWS, COLUMNS);
      initializer.fill(w, FAN, Stream.of(1).named("w"));
      return Numbers.of(w);
    }
  }

  private record Moments(double mean, double std, double least, double greatest) {
    static Moments of(double[] numbers) {
      double mean = 0;
      double square = 0;
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (double number : numbers) {
        mean += number / numbers.length;
        square += number * number / numbers.length;
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
      }
      return new Moments(mean, StrictMath.sqrt(square - mean * mean), least, greatest);
    }
  }

  @Test
  @HandCalculated(Constant.class)
  void constantGivesItsNumberEverywhere() {
    assertThat(weights(new Constant(0.3))).containsOnly(0.3);
  }

  /// U(-1, 5): mean 2, standard deviation 6/√12 = 1.7320508. Of 20,000 draws the mean is known to 1.732/√20000 =
  /// 0.0122, and the nearest to an end lies about 6/20000 = 0.0003 from it.
  @Test
  @HandCalculated(Uniform.class)
  void uniformFillsItsIntervalEvenly() {
    Moments moments = Moments.of(weights(new Uniform(-1, 5)));
    assertThat(moments.mean()).isCloseTo(2, within(4 * 0.0122));
    assertThat(moments.std()).isCloseTo(1.7320508, within(0.02));
    assertThat(moments.least()).isBetween(-1.0, -0.995);
    assertThat(moments.greatest()).isBetween(4.995, 5.0);
  }

  /// N(-2, 0.5²): of 20,000 draws the mean is known to 0.5/√20000 = 0.0035 and the standard deviation to 0.5/√40000 =
  /// 0.0025; 68.27 % lie within one standard deviation, known to √(0.6827·0.3173/20000) = 0.0033.
  @Test
  @HandCalculated(Normal.class)
  void normalHasItsMeanItsSpreadAndItsShape() {
    double[] weights = weights(new Normal(-2, 0.5));
    Moments moments = Moments.of(weights);
    assertThat(moments.mean()).isCloseTo(-2, within(4 * 0.0035));
    assertThat(moments.std()).isCloseTo(0.5, within(4 * 0.0025));
    long near = java.util.Arrays.stream(weights).filter(w -> Math.abs(w + 2) < 0.5).count();
    assertThat((double) near / weights.length).isCloseTo(0.6827, within(4 * 0.0033));
  }

  static List<Variant<Initializer>> initializers() {
    return Variants.of(Initializer.class);
  }

  /// A weight is a function of the seed, the name and its place: the first rows of a matrix do not depend on how many
  /// follow.
  @ParameterizedTest
  @MethodSource("initializers")
  void theSameStreamGivesTheSameWeightsInBothPrecisions(Variant<Initializer> initializer) {
    try (Engine wide = Engine.of(Precision.FLOAT64, 1);
        Engine narrow = Engine.of(Precision.FLOAT32, 1)) {
      Matrix all = wide.matrix(9, 7);
      Matrix first = narrow.matrix(3, 7);
      initializer.component().fill(all, FAN, Stream.of(1).named("w"));
      initializer.component().fill(first, FAN, Stream.of(1).named("w"));
      for (int i = 0; i < first.size(); i++) {
        assertThat(first.at(i)).isEqualTo((float) all.at(i));
      }
    }
  }
}
