package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = min(max(0, x), 6)",
    derivative = "y' = 1 if 0 < x < 6 else 0",
    doc = "A relu that ends at 6, so that few bits can hold its outputs.",
    use = "For nets that are to be quantized.",
    avoid = "Elsewhere: relu, whose gradient does not end.",
    source = "Krizhevsky 2010")
public record Relu6() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.max(0).min(6);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(y.less(6).then(1, 0), 0);
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
    return new double[] {0, 6};
  }
}
