package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = tanh x",
    derivative = "y' = 1 - y²",
    doc = "Squeezes into (-1, 1) and is centred.",
    use = "In shallow nets, for smooth functions, and as the output for numbers in (-1, 1).",
    avoid = "In deep nets without norms: it saturates, and its gradients vanish.",
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
