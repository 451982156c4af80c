package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nnrun.layer.Function;
import nnrun.surface.Beale;
import nnrun.surface.CyclicLinear;
import nnrun.surface.Himmelblau;
import nnrun.surface.Ravine;
import nnrun.surface.Rosenbrock;
import nnrun.surface.Saddle;
import nnrun.surface.Surface;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class SurfaceHandCalculatedTest {
  private static void check(Surface surface, double[] x, double value, double... gradient) {
    double[] g = new double[x.length];
    surface.gradient(x, g);
    assertClose("value", new double[] {surface.value(x)}, new double[] {value}, 1e-15);
    assertClose("gradient", g, gradient, 1e-15);
  }

  /// At (-1.2, 1): x₂ - x₁² = -0.44, 1 - x₁ = 2.2, f = 100·0.1936 + 4.84; ∂₁ = 400·1.2·(-0.44) - 2·2.2, ∂₂ =
  /// 200·(-0.44).
  @Test
  @HandCalculated(Rosenbrock.class)
  void rosenbrockAtItsClassicalStart() {
    check(new Rosenbrock(), new double[] {-1.2, 1}, 24.2, -215.6, -88);
  }

  /// At (1, 2, 3) the terms are 100·1² + 0² and 100·(-1)² + (-1)²; the middle coordinate is in both: ∂₂ = 200·1 -
  /// 400·2·(-1) - 2·(-1).
  @Test
  @HandCalculated(Rosenbrock.class)
  void rosenbrockOfThreeCoordinatesChainsTwo() {
    check(new Rosenbrock(), new double[] {1, 2, 3}, 201, -400, 1002, -200);
  }

  /// ½(100 + 100·1) and (10, 100·1).
  @Test
  @HandCalculated(Ravine.class)
  void ravineIsSteeperAcross() {
    check(new Ravine(100), new double[] {10, 1}, 100, 10, 100);
  }

  /// At (2, -1) the brackets are 1.5 - 4 = -2.5, 2.25 - 0 and 2.625 - 4 = -1.375; ∂x = -2(-2.5·2 + 2.25·0 - 1.375·2),
  /// ∂y = 4(-2.5 - 2·2.25 - 3·1.375).
  @Test
  @HandCalculated(Beale.class)
  void bealeAwayFromItsMinimum() {
    check(new Beale(), new double[] {2, -1}, 6.25 + 5.0625 + 1.890625, 15.5, -44.5);
  }

  /// At (1, 2) the brackets are -8 and -2; ∂x = 4·1·(-8) + 2·(-2), ∂y = 2·(-8) + 4·2·(-2).
  @Test
  @HandCalculated(Himmelblau.class)
  void himmelblauBetweenItsMinima() {
    check(new Himmelblau(), new double[] {1, 2}, 68, -36, -32);
  }

  /// From the middle (3, 2) is nearest, √13 away; the next, (3.58, -1.85), is 4.03 away.
  @Test
  @HandCalculated(Himmelblau.class)
  void theDistanceIsThatToTheNearestOfFourMinima() {
    assertThat(new Himmelblau().distance(new double[] {0, 0})).isEqualTo(Math.sqrt(13));
  }

  @Test
  @HandCalculated(Saddle.class)
  void saddleFallsOneWayAndRisesTheOther() {
    check(new Saddle(), new double[] {-1, 0.5}, 0.75, -2, -1);
    assertThat(new Saddle().distance(new double[] {-1, 0.5})).isNaN();
  }

  /// 3x, -x, -x, 3x ...; the mean of three is x/3.
  @Test
  @HandCalculated(CyclicLinear.class)
  void cyclicLinearShowsItsRareGradientFirst() {
    Surface surface = new CyclicLinear(3, 3);
    double[] slopes = new double[7];
    for (int step = 1; step <= 7; step++) {
      double[] g = new double[1];
      surface.gradient(new double[] {0.5}, step, g);
      slopes[step - 1] = g[0];
    }
    assertThat(slopes).containsExactly(3, -1, -1, 3, -1, -1, 3);
    check(surface, new double[] {0.5}, 0.5 / 3, 1.0 / 3);
  }

  /// The gradient of the loss with respect to y is 0.5 and 0.25 in two rows of one value, so dp = 0.75·∇f.
  @Test
  @HandCalculated(Function.class)
  void functionPutsTheSameValueIntoEveryRow() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, new Function(new Rosenbrock(), List.of()), 2, 3);
      bench.forward();
      bench.dy().put(0, 0.5);
      bench.dy().put(1, 0.25);
      bench.live.backward(bench.pass);
      assertClose("y", Numbers.of(bench.y()), new double[] {24.2, 24.2}, 1e-15);
      double[] expected = {0.75 * -215.6, 0.75 * -88};
      assertClose("dp", Numbers.of(bench.parameter("x").gradient()), expected, 1e-15);
      assertThat(bench.live.measure(1)).as("from (-1.2, 1) to (1, 1)").isEqualTo(2.2);
    }
  }
}
