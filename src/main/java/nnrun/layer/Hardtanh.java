package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.tensor.Expr;

@Component(
    formula = "y = min(max(x, low), high)",
    derivative = "y' = 1 if low < x < high else 0",
    doc = "Tanh in three straight pieces: cheap, and its ends are reached.",
    use = "For small or binary nets.",
    avoid = "Where units may leave the middle, since there is no gradient outside: tanh.",
    source = "Collobert 2004",
    aliases = "hard_tanh")
public record Hardtanh(
    @Doc("Least output") @Default("-1") double low, @Doc("Greatest output") @Default("1") double high)
    implements Activation.Elementwise {
  public Hardtanh {
    if (!(low < high)) {
      throw new Invalid("low", "low (" + low + ") must be less than high (" + high + ")");
    }
  }

  @Override
  public Expr value(Expr x) {
    return x.max(low).min(high);
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(low).then(y.less(high).then(1, 0), 0);
  }

  @Override
  public double[] kinks() {
    return new double[] {low, high};
  }
}
