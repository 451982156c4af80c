package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

@Component(
    formula = "|y - t|",
    doc = "Absolute error: leads to the median.",
    use = "For regression with many outliers.",
    avoid = "Where the mean is wanted, or fine convergence: its gradient has one size however near the target is.",
    source = "Boscovich 1757",
    aliases = {"l1", "l1_loss"})
public record Mae(
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    return y.minus(t).abs();
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return y.greater(t).then(Expr.constant(1), y.less(t).then(-1, 0));
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
