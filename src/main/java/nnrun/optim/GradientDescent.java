package nnrun.optim;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;

@Component(
    formula = "p -= η·g, g over all training rows",
    doc = "One exact step an epoch, over all training rows, as in the textbooks.",
    use = "To watch descent without noise, on small data.",
    avoid = "On many rows: an epoch is one step. Take sgd.",
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
