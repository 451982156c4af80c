package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = x·relu6(x + 3)/6",
    derivative = "y' = 0, (2x + 3)/6 or 1 for x <= -3, between and x >= 3",
    doc = "Swish in three pieces without e^x.",
    use = "For small and fast nets.",
    avoid = "Where time does not count: swish, which is smooth.",
    source = "Howard et al. 2019")
public record HardSwish() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.times(x.plus(3).max(0).min(6).over(6));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    Expr right = x.less(3).then(x.times(2).plus(3).over(6), 1);
    return x.greater(-3).then(right, 0);
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
    return new double[] {-3, 3};
  }
}
