package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

@Component(
    formula = "y = relu6(x + 3)/6",
    derivative = "y' = 1/6 if |x| < 3 else 0",
    doc = "Sigmoid in three straight pieces.",
    use = "For small and fast nets.",
    avoid = "Where inputs go far outside of (-3, 3), since there is no gradient there: sigmoid.",
    source = "Courbariaux et al. 2015; the slope 1/6 from Howard et al. 2019")
public record HardSigmoid() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.plus(3).max(0).min(6).over(6);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return x.abs().less(3).then(1.0 / 6, 0);
  }

  @Override
  public double[] kinks() {
    return new double[] {-3, 3};
  }
}
