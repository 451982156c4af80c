package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "½a² if |a| <= δ else δ(|a| - ½δ), a = y - t",
    doc = "Squared near the target, absolute far from it.",
    use = "For regression with some outliers; delta is about the size of an ordinary error.",
    avoid = "Where large errors are what matters most: mse.",
    source = "Huber 1964")
public record Huber(
    @Doc("Where the square ends, δ") @Default("1") @Range("(0,inf)") double delta,
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
    return a.greater(delta).then(a.minus(0.5 * delta).times(delta), a.squared().times(0.5));
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return y.minus(t).max(-delta).min(delta);
  }
}
