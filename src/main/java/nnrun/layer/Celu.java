package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "y = max(0, x) + min(0, α(e^(x/α) - 1))",
    derivative = "y' = 1 if x > 0 else y/α + 1",
    doc = "An elu whose slope is 1 at 0 for every α, so that it has no kink.",
    use = "Where elu would do and α is not 1.",
    avoid = "Where speed counts: relu.",
    source = "Barron 2017")
public record Celu(@Doc("Limit -α to the left") @Default("1") @Range("(0,inf)") double alpha)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.greater(0).then(x, x.min(0).over(alpha).expm1().times(alpha));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(Expr.constant(1), y.over(alpha).plus(1));
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2);
  }

  @Override
  public boolean rectifies() {
    return true;
  }
}
