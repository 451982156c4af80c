package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = max(0, x), y' = 1 if x > 0 else 0",
    doc =
        "Cheap, does not saturate to the right: the usual choice inside a net. A unit whose input is always negative is"
            + " dead.",
    source = "Nair and Hinton 2010")
public record Relu() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.max(0);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return x.greater(0).then(1, 0);
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
