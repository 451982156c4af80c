package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import nnrun.layer.Layer;
import nnrun.layer.Step;
import nnrun.layer.Swish;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class ActivationHandCalculatedTest {
  private static Bench bench(Engine engine, Layer layer, double[] x, double[] dy) {
    Bench bench = new Bench(engine, layer, 1, x.length);
    Numbers.fill(bench.x(), x);
    bench.forward();
    Numbers.fill(bench.dy(), dy);
    bench.live.backward(bench.pass);
    return bench;
  }

  /// The gradient passes unchanged where |x| <= 1, its ends included, and not elsewhere; the output is that of step.
  @Test
  @HandCalculated(Step.class)
  void straightThroughPassesTheGradientNearTheStep() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      double[] x = {-1.5, -1, -0.5, 0, 0.5, 1, 1.5};
      double[] dy = {1, 2, 3, 4, 5, 6, 7};
      Bench bench = bench(engine, new Step(true), x, dy);
      assertThat(Numbers.of(bench.y())).containsExactly(0, 0, 0, 1, 1, 1, 1);
      assertThat(Numbers.of(bench.dx())).containsExactly(0, 2, 3, 4, 5, 6, 0);
    }
  }

  /// x = (1, -2), β = 1.5, dy = (2, 3). σ(1.5) = 0.8175744761936437 and σ(-3) = 0.04742587317756678, so y = (σ(1.5),
  /// -2σ(-3)). σ(1 - σ) = 0.1491464520703328 and 0.0451766597309121, so dβ = 2·1·0.1491464520703328 +
  /// 3·4·0.0451766597309121 = 0.2982929041406656 + 0.5421199167709452.
  @Test
  @HandCalculated(Swish.class)
  void aTrainedSwishSumsTheGradientOfItsSharpness() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = bench(engine, new Swish(1.5, true), new double[] {1, -2}, new double[] {2, 3});
      assertClose("y", Numbers.of(bench.y()), new double[] {0.8175744761936437, -0.09485174635513356}, 1e-15);
      double[] gradient = Numbers.of(bench.parameter("beta").gradient());
      assertClose("dβ", gradient, new double[] {0.8404128209116108}, 1e-14);
    }
  }
}
