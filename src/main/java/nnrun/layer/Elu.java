package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "y = x if x > 0 else α(e^x - 1)",
    derivative = "y' = 1 if x > 0 else y + α",
    doc = "Smooth to the left, where it saturates at -α; that centres the output.",
    use = "In hidden layers without a norm, where relu learns slowly or its units die.",
    avoid = "Where speed counts: it takes an exponential for each element.",
    source = "Clevert et al. 2016")
public record Elu(@Doc("Limit -α to the left") @Default("1") @Range("(0,inf)") double alpha)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.greater(0).then(x, x.min(0).expm1().times(alpha));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(Expr.constant(1), y.plus(alpha));
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
    return alpha == 1 ? new double[0] : new double[] {0};
  }
}
