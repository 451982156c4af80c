package nnrun.penalty;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "λ·Σ(α/2·w² + (1-α)·|w|)",
    doc = "l1 and l2 in one: sparse, but correlated inputs stay together. α is the share of l2.",
    use = "For many correlated inputs, of which few should count.",
    avoid = "Where only one of both is meant: l1 or l2 has one number less to choose.",
    source = "Zou and Hastie 2005")
public record ElasticNet(
    @Doc("Strength λ") @Default("1e-4") @Range("[0,inf)") double lambda,
    @Doc("Share α of the square") @Default("0.5") @Range("[0,1]") double alpha,
    @Inline Where where)
    implements Penalty {
  @Override
  public Expr value(Expr w) {
    return w.squared().times(alpha / 2).plus(w.abs().times(1 - alpha)).times(lambda);
  }

  @Override
  public Expr slope(Expr w) {
    return w.times(alpha).plus(Penalty.sign(w).times(1 - alpha)).times(lambda);
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
