package nnrun.optim;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;

@Component(
    formula = "p -= η·g",
    doc = "Plain descent on mini-batches: the baseline every other method is measured against.",
    use = "To see what the loss looks like without help; with batch_size: full it is gradient descent.",
    avoid = "In ravines and for deep nets, where it is slow: momentum, adam.",
    source = "Robbins and Monro 1951")
public record Sgd(@Doc("Learning rate η") @Default("0.01") @Range("[0,inf)") double lr, @Inline Common common)
    implements Optimizer {
  @Override
  public void rule(Rule r) {
    r.p(r.p().minus(r.lr().times(r.g())));
  }
}
