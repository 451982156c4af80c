package nnrun.optim;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;

@Component(
    formula = "p -= η·g, g over all training rows",
    doc = "One exact step an epoch, as in the textbooks.",
    use = "To watch descent without noise.",
    avoid = "With many rows, where a step takes too long: sgd.",
    source = "Cauchy 1847")
public record GradientDescent(
    @Doc("Learning rate η") @Default("0.1") @Range("[0,inf)") double lr, @Inline Common common) implements Optimizer {
  @Override
  public boolean wantsAllRows() {
    return true;
  }

  @Override
  public void rule(Rule r) {
    r.p(r.p().minus(r.lr().times(r.g())));
  }
}
