package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "y = xσ(βx)",
    derivative = "y' = σ(βx)(1 + βx(1 - σ(βx)))",
    doc = "A smooth relu with a small dip to the left.",
    use = "In deep nets, where it is often a little better than relu.",
    avoid = "Where speed counts, or outputs of exactly 0 are wanted: relu.",
    source = "Ramachandran et al. 2017",
    aliases = "silu")
public record Swish(@Doc("Sharpness β of the bend") @Default("1") @Range("(0,inf)") double beta)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.times(x.times(beta).sigmoid());
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    Expr s = x.times(beta).sigmoid();
    return s.times(x.times(beta).times(Expr.constant(1).minus(s)).plus(1));
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
