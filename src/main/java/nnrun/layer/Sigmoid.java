package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = 1/(1 + e^-x)",
    derivative = "y' = y(1 - y)",
    doc = "Squeezes into (0, 1).",
    use = "As the last layer for yes-no outputs, with binary_cross_entropy: a probability.",
    avoid =
        "In hidden layers: its slope is at most 1/4, so that gradients vanish from layer to layer. For classes that"
            + " exclude each other: softmax.",
    source = "Rumelhart et al. 1986")
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
