package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

/// Its derivative is 0, so nothing before it learns. `straight_through` passes the gradient of another function, the
/// hard tanh, in its place (Bengio et al. 2013, in the form of Hubara et al. 2016).
@Component(
    formula = "y = 0 if x < 0 else 1",
    derivative = "y' = 0; with straight_through the gradient passes as if y' = 1 for |x| <= 1",
    doc = "The threshold unit of the first neural nets.",
    use = "With straight_through for nets of binary units, or without it to follow a net by hand.",
    avoid = "Where layers before it should learn without straight_through: sigmoid.",
    source = "McCulloch and Pitts 1943; Bengio et al. 2013")
public record Step(@Doc("Pass the gradient as 1 where |x| <= 1 instead of 0") @Default("false") boolean straightThrough)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.less(0).then(0, 1);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return straightThrough ? x.abs().atMost(1).then(1, 0) : Expr.constant(0);
  }

  @Override
  public boolean exactGradient() {
    return !straightThrough;
  }

  @Override
  public double[] kinks() {
    return straightThrough ? new double[] {-1, 0, 1} : new double[] {0};
  }
}
