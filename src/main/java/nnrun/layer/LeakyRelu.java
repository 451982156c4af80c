package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "y = αx if x < 0 else x",
    derivative = "y' = α if x < 0 else 1",
    doc = "A relu that keeps a small slope to the left, so that no unit dies.",
    use = "In hidden layers, where many units of relu are dead.",
    avoid = "Where outputs of exactly 0 are wanted: sparse codes.",
    source = "Maas et al. 2013")
public record LeakyRelu(@Doc("Slope α to the left of 0") @Default("0.01") @Range("[0,inf)") double alpha)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.less(0).then(x.times(alpha), x);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(1, alpha);
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2 / (1 + alpha * alpha));
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
