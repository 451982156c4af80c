package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = max(0, x)",
    derivative = "y' = 1 if x > 0 else 0",
    doc = "Cuts off what is negative. Cheap, and does not saturate to the right.",
    use = "In the hidden layers of nearly every net; the first choice.",
    avoid = "As an output, or with large rates: a unit whose input is always negative has no gradient and is dead.",
    source = "Nair and Hinton 2010")
public record Relu() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.max(0);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(1, 0);
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2);
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
