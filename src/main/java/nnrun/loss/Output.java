package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

@Component(
    formula = "y",
    doc = "What the model puts out is the loss itself; targets are not looked at.",
    use = "Under a model that is a function, where it is the default.",
    avoid = "Under layers that end in a linear one: they make it as small as they please.",
    source = "Common knowledge")
public record Output(
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    return y;
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return Expr.constant(1);
  }
}
