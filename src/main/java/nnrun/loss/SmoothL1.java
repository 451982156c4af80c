package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// Huber's loss over β: its slope is ±1 far from the target whatever β is.
@Component(
    formula = "a²/(2β) if |a| < β else |a| - β/2, a = y - t",
    doc = "Mae without the kink at the target: huber with δ = β, divided by β.",
    use = "For regression of boxes and other numbers with outliers.",
    avoid = "Where the mean is wanted: mse.",
    source = "Girshick 2015")
public record SmoothL1(
    @Doc("Where the square ends, β") @Default("1") @Range("(0,inf)") double beta,
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
    return a.less(beta).then(a.squared().over(2 * beta), a.minus(0.5 * beta));
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return y.minus(t).over(beta).max(-1).min(1);
  }
}
