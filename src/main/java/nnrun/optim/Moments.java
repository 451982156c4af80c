package nnrun.optim;

import java.util.List;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;

/// The bias-corrected moving means of g and g² that Adam and AdamW share.
final class Moments {
  private Moments() {}

  static final List<String> SCALARS = List.of("correction1", "correction2");

  static List<String> slots(boolean amsgrad) {
    return amsgrad ? List.of("mean", "square", "greatest") : List.of("mean", "square");
  }

  /// 1 - β₁ᵗ and 1 - β₂ᵗ.
  static void corrections(Hyper hyper, double beta2, double[] scalars) {
    scalars[0] = 1 - power(hyper.momentum, hyper.step);
    scalars[1] = 1 - power(beta2, hyper.step);
  }

  /// base^exponent by repeated squaring. `StrictMath.pow` would make three small arrays a call, and a step allocates
  /// nothing.
  static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /// m̂/(√v̂ + eps), and the new means into the slots.
  static Expr step(Rule r, double beta2, double eps, boolean amsgrad) {
    Expr m = r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh()));
    Expr v = r.slot(1).times(beta2).plus(r.g().squared().times(1 - beta2));
    r.slot(0, m);
    r.slot(1, v);
    if (amsgrad) {
      v = r.slot(2).max(v);
      r.slot(2, v);
    }
    return m.over(r.scalar(0)).over(v.over(r.scalar(1)).sqrt().plus(eps));
  }
}
