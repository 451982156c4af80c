package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

/// With e = e^-|x| the hyperbolic tangent is n/(n + m), where n = 1 + 2e and m = 2e² to the right of 0, n = e(e + 2)
/// and m = 2 to the left; this needs one e^x and keeps its digits on both sides.
@Component(
    formula = "y = x·tanh(ln(1 + e^x))",
    derivative = "y' = t + x(1 - t²)σ(x) with t = tanh(ln(1 + e^x))",
    doc = "A smooth relu with a small dip to the left, much like swish.",
    use = "In deep nets where relu units die.",
    avoid = "Where speed counts: relu.",
    source = "Misra 2020")
public record Mish() implements Activation.Elementwise {
  private record Parts(Expr e, Expr n, Expr m, Expr sum) {
    Expr tanh() {
      return n.over(sum);
    }
  }

  private static Parts parts(Expr x) {
    Expr e = x.abs().negate().exp();
    Expr n = x.greater(0).then(e.times(2).plus(1), e.times(e.plus(2)));
    Expr m = x.greater(0).then(e.squared().times(2), 2);
    return new Parts(e, n, m, n.plus(m));
  }

  @Override
  public Expr value(Expr x) {
    return x.times(parts(x).tanh());
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    Parts p = parts(x);
    Expr sechSquared = p.m.times(p.n.plus(p.sum)).over(p.sum.squared()); // (1 - t)(1 + t)
    Expr sigmoid = x.greater(0).then(Expr.constant(1), p.e).over(p.e.plus(1));
    return p.tanh().plus(x.times(sechSquared).times(sigmoid));
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2);
  }

  @Override
  public boolean rectifies() {
    return true;
  }
}
