package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = 1/(1 + e^-x), y' = y(1 - y)",
    doc = "Squeezes into (0, 1): a probability. Saturates in deep nets; use relu inside and sigmoid at the end.")
public record Sigmoid() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.sigmoid();
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.times(Expr.constant(1).minus(y));
  }
}
