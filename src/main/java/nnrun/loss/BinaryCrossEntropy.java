package nnrun.loss;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// From the logit z: (1 - t)z + l·(max(-z, 0) + ln(1 + e^-|z|)) with l = 1 + (pos_weight - 1)t, which never overflows.
/// A last `sigmoid` is computed together with it: the same numbers, and predictions are probabilities either way.
@Component(
    formula = "-t·ln p - (1 - t)·ln(1 - p), p = σ(z)",
    doc = "Surprise at the truth of a yes-no question, from a logit; a last sigmoid is computed together with it.",
    use = "For two classes with one output, or several yes-no outputs at once.",
    avoid = "For more than two classes that exclude each other: cross_entropy. For numbers outside [0, 1]: mse.",
    source = "Goodfellow et al. 2016, 6.2",
    aliases = "bce")
public record BinaryCrossEntropy(
    @Doc("Moves targets to t(1-s) + s/2") @Default("0") @Range("[0,1)") double labelSmoothing,
    @Doc("Weights of the positive class: one for all outputs, or one an output; 1 where none is given")
        @Range("(0,inf)")
        @Nullable List<Double> posWeight,
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  @Override
  public Wants wants() {
    return Wants.PROBABILITIES;
  }

  @Override
  public Link link() {
    return Link.SIGMOID;
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    Expr w = positiveWeight(engine, y.columns());
    return new LivePerOutput(
        this,
        outputs,
        (z, target) -> value(z, smoothed(target), w),
        (z, target) -> slope(z, smoothed(target), w),
        new double[0],
        engine,
        y,
        dy,
        t,
        rowLoss,
        rowWeight);
  }

  private static Expr value(Expr z, Expr t, Expr w) {
    Expr softplus = z.negate().max(0).plus(z.abs().negate().exp().log1p());
    return Expr.constant(1).minus(t).times(z).plus(positive(t, w).times(softplus));
  }

  private static Expr slope(Expr z, Expr t, Expr w) {
    return Expr.constant(1).minus(t).minus(positive(t, w).times(z.negate().sigmoid()));
  }

  /// 1 - t + w·t
  private static Expr positive(Expr t, Expr w) {
    return t.times(w.minus(1)).plus(1);
  }

  private Expr smoothed(Expr t) {
    return labelSmoothing == 0 ? t : t.times(1 - labelSmoothing).plus(labelSmoothing / 2);
  }

  private Expr positiveWeight(Engine engine, int outputs) {
    if (posWeight == null || posWeight.size() == 1) {
      return Expr.constant(posWeight == null ? 1 : posWeight.getFirst());
    }
    if (posWeight.size() != outputs) {
      throw new Invalid(
          "posWeight", posWeight.size() + " weights for " + outputs + " outputs; give one, or one an output");
    }
    Matrix weights = engine.matrix(1, outputs);
    for (int c = 0; c < outputs && !engine.isPlanning(); c++) {
      weights.set(0, c, posWeight.get(c));
    }
    return Expr.perFeature(weights);
  }
}
