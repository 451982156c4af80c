package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

/// y is ln q; 0·ln 0 is 0; dy = -t. From a class instead of a distribution it is the cross-entropy.
@Component(
    formula = "Σ_c t_c(ln t_c - y_c), y = ln q",
    doc = "How far the predicted distribution q is from the target's.",
    use = "For targets that are probabilities of classes, one column each; the model ends in softmax or log_softmax.",
    avoid = "For targets that are one class each: cross_entropy.",
    source = "Kullback and Leibler 1951")
public record KlDivergence(
    @Doc("sum over the classes, which is the divergence, or their mean") @Default("sum") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.CLASSES;
  }

  @Override
  public Link link() {
    return Link.LOG_SOFTMAX;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    return t.greater(0).then(t.times(t.log().minus(y)), 0);
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return t.negate();
  }
}
