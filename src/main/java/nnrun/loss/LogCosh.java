package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

/// Far out |a| - ln 2 + ln(1 + e^-2|a|), which does not overflow. Near the target, where that would be a difference of
/// equal numbers, ln(1 + m²/(2(1 + m))) with m = e^|a| - 1, since cosh a - 1 = m²/(2(1 + m)). dy = tanh(y - t).
@Component(
    formula = "ln cosh(y - t)",
    doc = "Like huber with a bend that is smooth everywhere.",
    use = "For regression with some outliers and a method of second order.",
    avoid = "Where outliers are many: mae.",
    source = "Green 1990")
public record LogCosh(
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    Expr a = y.minus(t).abs();
    Expr m = a.min(1).expm1();
    Expr near = m.squared().over(m.plus(1).times(2));
    Expr far = a.times(-2).exp();
    return a.less(1).then(near, far).log1p().plus(a.less(1).then(Expr.constant(0), a.minus(StrictMath.log(2))));
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return y.minus(t).tanh();
  }
}
