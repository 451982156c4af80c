package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(formula = "y = x", doc = "No bend: the identity. The usual output of a regression.", aliases = "identity")
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
