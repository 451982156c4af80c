package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = atan x",
    derivative = "y' = 1/(x² + 1)",
    doc = "Squeezes into (-π/2, π/2) and is centred; saturates more slowly than tanh.",
    use = "Where outputs should be bounded and large inputs should still count a little.",
    avoid = "In hidden layers of most nets, where tanh or relu learn faster.",
    source = "Common knowledge",
    aliases = "atan")
public record Arctan() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.atan();
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return Expr.constant(1).over(x.squared().plus(1));
  }
}
