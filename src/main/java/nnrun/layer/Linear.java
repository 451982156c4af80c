package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = x",
    derivative = "y' = 1",
    doc = "No bend: the identity.",
    use = "As the output of a regression.",
    avoid = "Between two dense layers: together they are one linear map.",
    source = "Common knowledge",
    aliases = "identity")
public record Linear() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x;
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return Expr.constant(1);
  }
}
