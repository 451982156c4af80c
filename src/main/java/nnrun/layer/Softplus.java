package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// Written as max(x, 0) + ln(1 + e^(-β|x|))/β, which neither overflows nor loses digits.
@Component(
    formula = "y = ln(1 + e^(βx))/β",
    derivative = "y' = σ(βx)",
    doc = "A smooth relu, positive everywhere.",
    use = "As the output for what is never negative: rates, variances, counts.",
    avoid = "In hidden layers, where relu does as well and is cheaper.",
    source = "Dugas et al. 2001")
public record Softplus(@Doc("Sharpness β of the bend") @Default("1") @Range("(0,inf)") double beta)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.max(0).plus(x.abs().times(-beta).exp().log1p().over(beta));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return x.times(beta).sigmoid();
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
