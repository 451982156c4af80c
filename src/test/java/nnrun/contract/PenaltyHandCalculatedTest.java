package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.Map;
import nnrun.penalty.L1;
import nnrun.penalty.L2;
import nnrun.penalty.Penalty;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class PenaltyHandCalculatedTest {
  private static final double[] W = {1.5, -2, 0, 0.25};

  private static void check(String name, double lambda, double[] values, double[] slopes) {
    Penalty penalty = Golden.component(Penalty.class, name, Map.of("lambda", lambda), Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(1, W.length);
      Numbers.fill(w, W);
      Matrix out = engine.matrixLike(w);
      engine.set(out, penalty.value(Expr.of(w))).run();
      assertClose("values", Numbers.of(out), values, 1e-15);
      engine.set(out, penalty.slope(Expr.of(w))).run();
      assertClose("slopes", Numbers.of(out), slopes, 1e-15);
    }
  }

  /// 0.1·|w|, and 0.1 times the sign, 0 at 0.
  @Test
  @HandCalculated(L1.class)
  void l1IsLambdaTimesTheMagnitude() {
    check("l1", 0.1, new double[] {0.15, 0.2, 0, 0.025}, new double[] {0.1, -0.1, 0, 0.1});
  }

  /// 0.1/2·w²: 0.05·2.25 = 0.1125, 0.05·4 = 0.2, 0, 0.05·0.0625 = 0.003125; slope 0.1·w.
  @Test
  @HandCalculated(L2.class)
  void l2IsHalfLambdaTimesTheSquare() {
    check("l2", 0.1, new double[] {0.1125, 0.2, 0, 0.003125}, new double[] {0.15, -0.2, 0, 0.025});
  }
}
