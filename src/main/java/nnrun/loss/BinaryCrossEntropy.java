package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// From the logit z: (1 - t)z + l·(max(-z, 0) + ln(1 + e^-|z|)) with l = 1 + (pos_weight - 1)t, which never overflows. A last
/// `sigmoid` is computed together with it: the same numbers, and predictions are probabilities either way.
@Component(
    formula = "-t·ln p - (1 - t)·ln(1 - p), p = σ(z)",
    doc = "Two classes with one output, or several yes-no outputs at once. Ends in a logit or in sigmoid.",
    source = "Goodfellow et al. 2016, 6.2",
    aliases = "bce")
public record BinaryCrossEntropy(
    @Doc("Moves targets to t(1-s) + s/2") @Default("0") @Range("[0,1)") double labelSmoothing,
    @Doc("Weight of the positive class") @Default("1") @Range("(0,inf)") double posWeight,
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction) implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.PROBABILITIES;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    Expr s = smoothed(t);
    Expr softplus = y.negate().max(0).plus(y.abs().negate().exp().log1p());
    return Expr.constant(1).minus(s).times(y).plus(positive(s).times(softplus));
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    Expr s = smoothed(t);
    return Expr.constant(1).minus(s).minus(positive(s).times(y.negate().sigmoid()));
  }

  @Override
  public Link link() {
    return Link.SIGMOID;
  }

  private Expr smoothed(Expr t) {
    return labelSmoothing == 0 ? t : t.times(1 - labelSmoothing).plus(labelSmoothing / 2);
  }

  private Expr positive(Expr t) {
    return posWeight == 1 ? Expr.constant(1) : t.times(posWeight - 1).plus(1);
  }
}
