package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import nnrun.train.Diverged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the configs in `configs/lectures/` are to show while they train.
class LecturesTest {
  @TempDir Path folder;

  private Lecture train(String name, String... overrides) throws Exception {
    return Lecture.train(folder, name, overrides);
  }

  private static double mean(double[] column, int last) {
    return Arrays.stream(column).skip(column.length - last).average().orElseThrow();
  }

  private static double sd(double[] column, int last) {
    double mean = mean(column, last);
    double squares = Arrays.stream(column).skip(column.length - last).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (last - 1));
  }

  private static void assertFallsInEveryEpoch(double[] column) {
    for (int i = 1; i < column.length; i++) {
      assertThat(column[i]).as("epoch %d", i + 1).isLessThan(column[i - 1]);
    }
  }

  /// Backwards through a layer of n units the gradient's variance is multiplied by n·Var(w)·E[f'²]. f'² is (1/4)² for
  /// sigmoids near 0 and 1 for half of the relus; n·Var(w) is 1/3 for fan_uniform, 1 for xavier, 2 for kaiming. With
  /// batch norm in between n·Var(w) cancels: E[f'²]/Var(f) = ½/(½ - 1/(2π)) for relu. Six layers have five steps.
  @ParameterizedTest
  @CsvSource({
    "sigmoid-fan-uniform, sigmoid, 0.144", // ¼·√(1/3)
    "sigmoid-xavier,      sigmoid, 0.25", // ¼
    "sigmoid-kaiming,     sigmoid, 0.354", // ¼·√2
    "relu-fan-uniform,    relu,    0.408", // √(½·1/3)
    "relu-xavier,         relu,    0.707", // √½
    "relu-kaiming,        relu,    1", // √(½·2)
    "relu-batch-norm,     relu,    1.211", // √(π/(π - 1))
  })
  void theGradientFallsByTheFactorOfItsActivationAndInit(String name, String kind, double factor) throws Exception {
    double[] sd = train("vanishing-gradient/" + name, "train.epochs=1").gradients(kind);
    assertThat(sd).hasSize(6);
    assertThat(StrictMath.pow(sd[0] / sd[5], 1.0 / 5) / factor).isBetween(0.75, 1.25);
  }

  @Test
  void withoutAGradientNothingIsLearntAndBatchNormBringsItBack() throws Exception {
    String set = "vanishing-gradient/";
    assertThat(train(set + "sigmoid-fan-uniform").last("val.loss")).isCloseTo(StrictMath.log(2), within(0.005));
    assertThat(train(set + "relu-kaiming").last("val.loss")).isLessThan(0.4);
    assertThat(train(set + "relu-batch-norm").last("val.loss")).isLessThan(0.2);
    Lecture normalized = train(set + "sigmoid-batch-norm");
    assertThat(normalized.last("val.loss")).isLessThan(0.62);
    double[] sd = normalized.gradients("sigmoid");
    assertThat(Arrays.stream(sd).max().orElseThrow()).isLessThan(10 * Arrays.stream(sd).min().orElseThrow());
  }

  /// Right on all training rows is more than anything can be on new ones: Φ(1) = 0.8413, of 2,000 rows ± 0.0245 (three
  /// sd). Confident and wrong on 2 rows of 10, it loses more than twice as much as with any of the cures.
  @Test
  void everyCureOfOverfittingHalvesTheLossOnNewRows() throws Exception {
    Lecture none = train("overfitting/none");
    assertThat(none.last("train.accuracy")).isEqualTo(1);
    assertThat(none.last("val.loss")).isGreaterThan(2 * Arrays.stream(none.column("val.loss")).min().orElseThrow());
    for (String cure : new String[] {"l2", "dropout", "early-stopping", "more-data", "noise"}) {
      Lecture cured = train("overfitting/" + cure);
      assertThat(cured.test("loss")).as(cure).isLessThan(none.test("loss") / 2);
      assertThat(cured.test("accuracy")).as(cure).isBetween(none.test("accuracy"), 0.8413 + 0.0245);
    }
  }

  @Test
  void aRateTooSmallCrawlsAndOneTooLargeKnowsLessThanNothing() throws Exception {
    Lecture good = train("learning-rate/good");
    Lecture small = train("learning-rate/too-small");
    Lecture large = train("learning-rate/too-large");
    assertFallsInEveryEpoch(small.column("train.loss"));
    assertThat(small.last("train.loss")).isGreaterThan(3 * good.last("train.loss"));
    assertThat(good.test("accuracy")).isGreaterThan(0.96);
    assertThat(Arrays.stream(large.column("train.loss")).min().orElseThrow()).isGreaterThan(StrictMath.log(2));
    assertThat(large.test("accuracy")).isCloseTo(0.5, within(0.1));
  }

  /// The noise of the targets alone is a loss of 1, of 1,000 rows ± 0.13 (three sd). Batches of one row shake around (1
  /// + 0.28) times that; the shaking of batches of 20 is a twentieth (Widrow and Hoff 1960).
  @Test
  void smallBatchesAreFastAndNoisyFullOnesSlowAndEven() throws Exception {
    Lecture one = train("batch-size/stochastic");
    Lecture some = train("batch-size/mini-batch");
    Lecture all = train("batch-size/full");
    double[] even = all.column("val.loss");
    assertFallsInEveryEpoch(even);
    assertThat(one.column("val.loss")[0]).isLessThan(some.column("val.loss")[0] / 1.5);
    assertThat(some.column("val.loss")[0]).isLessThan(even[0] / 2);
    assertThat(some.last("val.loss")).isLessThan(all.last("val.loss") / 1.5).isCloseTo(1, within(0.13));
    double floor = mean(some.column("val.loss"), 20);
    assertThat(mean(one.column("val.loss"), 20) / floor).isBetween(1.14, 1.42);
    assertThat(sd(one.column("val.loss"), 20)).isGreaterThan(8 * sd(some.column("val.loss"), 20));
  }

  /// The Hessian of the mean of (w·x + b - t)² is 2·[E x², E x; E x, 1] with E x = 3 and E x² = 9 + 1/3 for x uniform
  /// in [2, 4): its eigenvalues are 10.333 ± √(10.333² - 4/3) = 20.602 and 0.0647. Along each the loss is multiplied by
  /// (1 - lr·λ)² a step; with momentum μ on the floor it is μ (Polyak 1964).
  @Test
  void aRavineBoundsTheRateByItsWallsAndMomentumRunsDownItsFloor() throws Exception {
    double root = StrictMath.sqrt(10.333 * 10.333 - 4.0 / 3);
    double steep = 10.333 + root;
    double flat = 10.333 - root;
    double[] crawling = train("ravine/sgd").column("train.loss");
    double step = StrictMath.pow(crawling[99] / crawling[59], 1.0 / 40);
    assertThat(1 - step).isCloseTo(2 * 0.09 * flat, within(0.1 * 2 * 0.09 * flat));
    double[] climbing = train("ravine/too-fast").column("train.loss");
    double rise = StrictMath.pow(climbing[99] / climbing[59], 1.0 / 40);
    assertThat(Math.sqrt(rise) + 1).isCloseTo(0.1 * steep, within(0.02));
    double[] running = train("ravine/momentum").column("train.loss");
    assertThat(running[99]).isLessThan(crawling[0] * StrictMath.pow(0.9, 99) * 4).isLessThan(crawling[99] / 1000);
    assertThat(train("ravine/nesterov").last("train.loss")).isLessThan(crawling[99] / 50);
    assertThat(train("ravine/standardized", "train.epochs=20").last("train.loss")).isLessThan(1e-20);
    assertThatThrownBy(() -> train("ravine/too-fast", "optimizer.lr=10")).isInstanceOf(Diverged.class);
  }

  /// Three units bend three times, and the curve turns six times. The noise of the training rows has an sd of 0.1; the
  /// curve learnt from 900 of them is nearer.
  @Test
  void moreHiddenUnitsComeNearerToTheCurve() throws Exception {
    double three = train("universal-approximation/units-3").test("rmse");
    double ten = train("universal-approximation/units-10").test("rmse");
    double hundred = train("universal-approximation/units-100").test("rmse");
    assertThat(three).isGreaterThan(3 * ten);
    assertThat(ten).isGreaterThan(1.5 * hundred);
    assertThat(hundred).isLessThan(0.1);
  }

  @Test
  void atEqualParametersDepthFollowsTheSpiralsAndWidthDoesNot() throws Exception {
    Lecture deep = train("depth-width/deep");
    Lecture wide = train("depth-width/wide");
    assertThat(((Number) deep.summary().get("parameters")).longValue()).isEqualTo(626);
    assertThat(((Number) wide.summary().get("parameters")).longValue()).isEqualTo(627);
    assertThat(deep.test("accuracy")).isGreaterThan(0.9).isGreaterThan(wide.test("accuracy") + 0.15);
  }
}
