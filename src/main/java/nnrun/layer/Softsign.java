package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = x/(1 + |x|)",
    derivative = "y' = 1/(1 + |x|)²",
    doc = "Squeezes into (-1, 1) like tanh, but saturates slowly, and needs no e^x.",
    use = "In place of tanh where units saturate.",
    avoid = "In deep nets: relu, whose gradient does not shrink.",
    source = "Bergstra et al. 2009")
public record Softsign() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.over(x.abs().plus(1));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return Expr.constant(1).over(x.abs().plus(1).squared());
  }
}
