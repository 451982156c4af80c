package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import nnrun.layer.BatchNorm;
import nnrun.layer.Dropout;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class LayerHandCalculatedTest {
  /// Of 10,000 elements a share of 0.3 is dropped, known to √(0.3·0.7/10000) = 0.0046; the rest is 1/(1 - 0.3) =
  /// 1.428571.
  @Test
  @HandCalculated(Dropout.class)
  void dropoutDropsItsShareAndScalesTheRest() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new Dropout(0.3, true), 100, 100);
      bench.x().fill(1);
      bench.forward();
      double[] y = Numbers.of(bench.y());
      long dropped = java.util.Arrays.stream(y).filter(value -> value == 0).count();
      assertThat(dropped / 10_000.0).isCloseTo(0.3, within(4 * 0.0046));
      assertThat(y).containsOnly(0, 1 / 0.7);
    }
  }

  /// The classic form keeps x as it is while training, and takes 2·(1 - 0.25) = 1.5 for 2 afterwards.
  @Test
  @HandCalculated(Dropout.class)
  void classicDropoutScalesAfterwards() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new Dropout(0.25, false), 10, 10);
      bench.x().fill(2);
      bench.forward();
      assertThat(Numbers.of(bench.y())).containsOnly(0, 2);
      bench.pass.training = false;
      bench.forward();
      assertThat(Numbers.of(bench.y())).containsOnly(1.5);
    }
  }

  @Test
  @HandCalculated(Dropout.class)
  void dropoutDropsOtherElementsInAnotherStepAndTheSameInTheSame() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new Dropout(0.5, true), 10, 10).random(10);
      bench.forward();
      double[] first = Numbers.of(bench.y());
      bench.pass.step = 2;
      bench.forward();
      assertThat(Numbers.of(bench.y())).isNotEqualTo(first);
      bench.pass.step = 1;
      bench.forward();
      assertThat(Numbers.of(bench.y())).isEqualTo(first);
    }
  }

  /// x = 1, 3 of one feature: mean 2, biased variance 1, unbiased 2. With momentum 0.1 the running mean goes from 0 to
  /// 0.2 and the running variance from 1 to 0.9 + 0.2 = 1.1. In training x̂ = ∓1/√(1 + eps); in evaluation x = 2.2
  /// gives (2.2 - 0.2)/√(1.1 + eps).
  @Test
  @HandCalculated(BatchNorm.class)
  void batchNormUsesTheBatchThenTheRunningStatistics() {
    double eps = 1e-5;
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new BatchNorm(0.1, eps), 2, 1);
      Numbers.fill(bench.x(), new double[] {1, 3});
      bench.forward();
      double unit = 1 / StrictMath.sqrt(1 + eps);
      assertClose("y", Numbers.of(bench.y()), new double[] {-unit, unit}, 1e-15);
      assertClose("running mean", bench.results().get("running_mean"), new double[] {0.2}, 1e-15);
      assertClose("running variance", bench.results().get("running_var"), new double[] {1.1}, 1e-15);
      bench.pass.training = false;
      Numbers.fill(bench.x(), new double[] {2.2, 0.2});
      bench.forward();
      assertClose("y", Numbers.of(bench.y()), new double[] {2 / StrictMath.sqrt(1.1 + eps), 0}, 1e-15);
    }
  }
}
