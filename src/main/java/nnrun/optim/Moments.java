package nnrun.optim;

import java.util.List;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;
import nnrun.tensor.Functions;

/// The bias-corrected moving means of g and g² that Adam and AdamW share.
final class Moments {
  private Moments() {}

  static final List<String> SCALARS = List.of("correction1", "correction2");

  static List<String> slots(boolean amsgrad) {
    return amsgrad ? List.of("mean", "square", "greatest") : List.of("mean", "square");
  }

  /// 1 - β₁ᵗ and 1 - β₂ᵗ.
  static void corrections(Hyper hyper, double beta2, double[] scalars) {
    scalars[0] = 1 - Functions.power(hyper.momentum, hyper.step);
    scalars[1] = 1 - Functions.power(beta2, hyper.step);
  }

  /// m̂/(√v̂ + eps), and the new means into the slots.
  ///
  /// @param inside √(v̂ + eps) instead
  static Expr step(Rule r, double beta2, double eps, boolean inside, boolean amsgrad) {
    Expr m = r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh()));
    Expr v = r.slot(1).times(beta2).plus(r.g().squared().times(1 - beta2));
    r.slot(0, m);
    r.slot(1, v);
    if (amsgrad) {
      v = r.slot(2).max(v);
      r.slot(2, v);
    }
    return m.times(r.per(0)).over(Rule.root(v.times(r.per(1)), eps, inside));
  }
}
