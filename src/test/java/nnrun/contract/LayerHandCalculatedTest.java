package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nnrun.init.Constant;
import nnrun.layer.AlphaDropout;
import nnrun.layer.BatchNorm;
import nnrun.layer.DropConnect;
import nnrun.layer.Dropout;
import nnrun.layer.GaussianNoise;
import nnrun.layer.LowRankDense;
import nnrun.layer.Reshape;
import nnrun.layer.Shape;
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

  /// x = (1, 2), U = (1, -1)ᵀ, so h = -1; V = (3, 4) and b = (10, 20): y = (7, 16). With dy = (1, 2): dV = h·dy = (-1,
  /// -2), dh = 1·3 + 2·4 = 11, dU = (11, 22)ᵀ, dx = 11·(1, -1), db = dy.
  @Test
  @HandCalculated(LowRankDense.class)
  void lowRankDenseGoesThroughItsNarrowMiddle() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new LowRankDense(2, 1, true, null, new Constant(0)), 1, 2);
      Numbers.fill(bench.parameter("weight_in").value(), new double[] {1, -1});
      Numbers.fill(bench.parameter("weight_out").value(), new double[] {3, 4});
      Numbers.fill(bench.parameter("bias").value(), new double[] {10, 20});
      Numbers.fill(bench.x(), new double[] {1, 2});
      bench.forward();
      assertThat(Numbers.of(bench.y())).containsExactly(7, 16);
      Numbers.fill(bench.dy(), new double[] {1, 2});
      bench.live.backward(bench.pass);
      assertThat(Numbers.of(bench.parameter("weight_out").gradient())).containsExactly(-1, -2);
      assertThat(Numbers.of(bench.parameter("weight_in").gradient())).containsExactly(11, 22);
      assertThat(Numbers.of(bench.parameter("bias").gradient())).containsExactly(1, 2);
      assertThat(Numbers.of(bench.dx())).containsExactly(11, -11);
    }
  }

  /// x = 1 and W = 3 for one of 10,000 units: y is 0, or 3/(1 - 0.25) = 4; dW = dy·x·m/0.75 and dx = Σ dy·y/x. A share
  /// of 0.25 is switched off, known to √(0.25·0.75/10000) = 0.0043. Afterwards y = 3.
  @Test
  @HandCalculated(DropConnect.class)
  void dropConnectSwitchesWeightsOff() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new DropConnect(10_000, 0.25, false, null, new Constant(0)), 1, 1);
      bench.parameter("weight").value().fill(3);
      bench.x().fill(1);
      bench.forward();
      double[] y = Numbers.of(bench.y());
      double kept = 4;
      assertThat(y).containsOnly(0, kept);
      bench.dy().fill(1);
      bench.live.backward(bench.pass);
      double[] dw = Numbers.of(bench.parameter("weight").gradient());
      int off = 0;
      for (int i = 0; i < y.length; i++) {
        assertThat(dw[i]).isEqualTo(y[i] / 3);
        off += y[i] == 0 ? 1 : 0;
      }
      assertThat(off / 10_000.0).isCloseTo(0.25, within(4 * 0.0043));
      assertThat(bench.dx().at(0)).isEqualTo((10_000 - off) * kept);
      bench.pass.training = false;
      bench.forward();
      assertThat(Numbers.of(bench.y())).containsOnly(3);
    }
  }

  /// rate 0.5: s = -1.7580993408473766, a = 1/√(0.5 + 0.25·s²) = 0.8864049, b = -0.5·a·s = 0.7791939. x = 1 becomes a +
  /// b = 1.6655997 or a·s + b = -0.7791945. Standard normal numbers keep mean 0 and variance 1: of 40,000 known to
  /// 0.005 and, as the fourth moment is below 3, to 0.0071.
  @Test
  @HandCalculated(AlphaDropout.class)
  void alphaDropoutKeepsMeanAndVariance() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new AlphaDropout(0.5), 200, 200);
      bench.x().fill(1);
      bench.forward();
      for (double y : Numbers.of(bench.y())) {
        double expected = y > 0 ? 1.6655988 : -0.7791939;
        assertThat(y).isCloseTo(expected, within(5e-8));
      }
      bench.random(200);
      bench.forward();
      double[] y = Numbers.of(bench.y());
      double mean = java.util.Arrays.stream(y).average().orElseThrow();
      double square = java.util.Arrays.stream(y).map(v -> v * v).average().orElseThrow();
      assertThat(mean).isCloseTo(0, within(4 * 0.005));
      assertThat(square).isCloseTo(1, within(4 * 0.0071));
      bench.pass.training = false;
      bench.forward();
      assertThat(Numbers.of(bench.y())).isEqualTo(Numbers.of(bench.x()));
    }
  }

  /// 0.5·N(0, 1) on x = 3: of 40,000 the mean is known to 0.5/200 = 0.0025, the standard deviation to 0.5/√80000 =
  /// 0.0018, and the shares within one and two deviations, 0.6827 and 0.9545, to 0.0023 and 0.0010.
  @Test
  @HandCalculated(GaussianNoise.class)
  void gaussianNoiseIsNormalAndOnlyWhileTraining() {
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        Bench bench = new Bench(engine, new GaussianNoise(0.5), 200, 200);
        bench.x().fill(3);
        bench.forward();
        double[] noise = java.util.Arrays.stream(Numbers.of(bench.y())).map(y -> y - 3).toArray();
        double mean = java.util.Arrays.stream(noise).average().orElseThrow();
        double square = java.util.Arrays.stream(noise).map(n -> n * n).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(4 * 0.0025));
        assertThat(StrictMath.sqrt(square)).isCloseTo(0.5, within(4 * 0.0018));
        for (int k = 1; k <= 2; k++) {
          double limit = 0.5 * k;
          double share = java.util.Arrays.stream(noise).filter(n -> Math.abs(n) < limit).count() / 40_000.0;
          assertThat(share).isCloseTo(k == 1 ? 0.6827 : 0.9545, within(4 * (k == 1 ? 0.0023 : 0.0010)));
        }
        bench.pass.training = false;
        bench.forward();
        assertThat(Numbers.of(bench.y())).containsOnly(3);
      }
    }
  }

  /// Six numbers in memory stay six numbers in memory.
  @Test
  @HandCalculated(Reshape.class)
  void reshapeChangesTheShapeAlone() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new Reshape(List.of(1, 2, 3)), 1, 6, 1);
      assertThat(bench.live.output().shape()).isEqualTo(Shape.of(1, 2, 3));
      Numbers.fill(bench.x(), new double[] {1, 2, 3, 4, 5, 6});
      bench.forward();
      assertThat(Numbers.of(bench.y())).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }
}
