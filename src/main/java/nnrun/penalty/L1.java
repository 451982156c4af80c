package nnrun.penalty;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "λ·Σ|w|",
    doc = "Drives weights to exactly 0: fewer inputs count.",
    use = "To find which inputs count, or on outputs of a layer, for sparse codes.",
    avoid = "With correlated inputs, of which it keeps any one: elastic_net.",
    source = "Tibshirani 1996",
    aliases = "lasso")
public record L1(
    @Doc("Strength λ") @Example("1e-4") @Default("1e-4") @Range("[0,inf)") double lambda, @Inline Where where)
    implements Penalty {
  @Override
  public Expr value(Expr w) {
    return w.abs().times(lambda);
  }

  @Override
  public Expr slope(Expr w) {
    return Penalty.sign(w).times(lambda);
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
