package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.init.Constant;
import nnrun.init.FromRun;
import nnrun.init.Identity;
import nnrun.init.Initializer;
import nnrun.init.Normal;
import nnrun.init.Ones;
import nnrun.init.Orthogonal;
import nnrun.init.Sparse;
import nnrun.init.Uniform;
import nnrun.init.Zeros;
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

  /// Where there is no run, in a network that only follows a checkpoint, what it says otherwise; TransferTest has runs.
  @Test
  @HandCalculated(FromRun.class)
  void fromRunBeginsAsItSaysOtherwise() {
    assertThat(weights(new FromRun("runs/a", false, null, new Constant(0.25)))).containsOnly(0.25);
    assertThat(weights(new FromRun("runs/a", false, null, null))).containsOnly(0);
  }

  @Test
  @HandCalculated({Zeros.class, Ones.class})
  void zerosAndOnesAreThat() {
    assertThat(weights(new Zeros())).containsOnly(0);
    assertThat(weights(new Ones())).containsOnly(1);
  }

  /// Of 200 x 100 weights the 100 with equal row and column.
  @Test
  @HandCalculated(Identity.class)
  void identityHasOnesWhereRowAndColumnAreTheSame() {
    double[] weights = weights(new Identity());
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).isEqualTo(i / COLUMNS == i % COLUMNS ? 1 : 0);
    }
  }

  /// 15 of every column's 200, so 1500 in all with N(0, 4); their mean is known to 2/√1500 = 0.0516 and their standard
  /// deviation to 2/√3000 = 0.0365. Each row is chosen 100·15/200 = 7.5 times on average, so none 30 times.
  @Test
  @HandCalculated(Sparse.class)
  void sparseGivesEveryUnitSoManyInputs() {
    double[] weights = weights(new Sparse(15, 2));
    int[] ofColumn = new int[COLUMNS];
    int[] ofRow = new int[ROWS];
    double square = 0;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      ofColumn[i % COLUMNS] += weights[i] != 0 ? 1 : 0;
      ofRow[i / COLUMNS] += weights[i] != 0 ? 1 : 0;
      sum += weights[i];
      square += weights[i] * weights[i];
    }
    assertThat(ofColumn).containsOnly(15);
    assertThat(java.util.Arrays.stream(ofRow).max().orElseThrow()).isLessThan(30);
    assertThat(sum / 1500).isCloseTo(0, within(4 * 0.0516));
    assertThat(StrictMath.sqrt(square / 1500)).isCloseTo(2, within(4 * 0.0365));
    assertThat(weights(new Sparse(1000, 2))).doesNotContain(0);
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
  /// follow, but where the whole matrix has a property.
  @ParameterizedTest
  @MethodSource("initializers")
  void theSameStreamGivesTheSameWeightsInBothPrecisions(Variant<Initializer> initializer) {
    try (Engine wide = Engine.of(Precision.FLOAT64, 1);
        Engine narrow = Engine.of(Precision.FLOAT32, 1)) {
      boolean whole = initializer.component() instanceof Orthogonal || initializer.component() instanceof Sparse;
      Matrix all = wide.matrix(9, 7);
      Matrix first = narrow.matrix(whole ? 9 : 3, 7);
      initializer.component().fill(all, FAN, Stream.of(1).named("w"));
      initializer.component().fill(first, FAN, Stream.of(1).named("w"));
      for (int i = 0; i < first.size(); i++) {
        assertThat(first.at(i)).isEqualTo((float) all.at(i));
      }
    }
  }
}
