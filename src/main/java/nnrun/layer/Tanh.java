package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = tanh x, y' = 1 - y²",
    doc = "Squeezes into (-1, 1) and is centred. Good in shallow nets; saturates in deep ones.",
    source = "LeCun et al. 1998")
public record Tanh() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.tanh();
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return Expr.constant(1).minus(y.squared());
  }

  @Override
  public double gain() {
    return 5.0 / 3;
  }
}
