package nnrun.loss;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// L = -Σ_c w_c·t_c·log softmax(z)_c a row, z (batch, classes) logits, t (batch, classes) class probabilities. Shifted
/// by the row's maximum (Goodfellow et al. 2016, 4.1). dz = (softmax(z)·Σ_c w_c·t_c - w·t)/W.
///
/// W, what the batch is divided by, is Σ of the weights of the rows' classes; where a target is a mixture of classes
/// its row counts 1.
@Component(
    formula = "-log softmax(z)_t",
    doc =
        "Surprise at the true class, from logits; a last softmax is computed together with it. The target is a class,"
            + " or the probability of each class in columns of their own.",
    use = "For classes that exclude each other: the usual loss of a classifier.",
    avoid = "Where several classes may be true at once (binary_cross_entropy), or the target is a number (mse).",
    source = "Goodfellow et al. 2016, 6.2")
public record CrossEntropy(
    @Doc("Takes this share from the true class and spreads it over all classes") @Default("0") @Range("[0,1)")
        double labelSmoothing,
    @Doc("One weight a class, in the order of the classes") @Range("[0,inf)") @Nullable List<Double> classWeights,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  @Override
  public Wants wants() {
    return Wants.CLASSES;
  }

  @Override
  public Link link() {
    return Link.SOFTMAX;
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new LiveCrossEntropy(this, engine, y, dy, t, rowLoss, rowWeight);
  }

  private static final class LiveCrossEntropy implements Live {
    private final Op[] forward;
    private final Op @Nullable [] backward;

    LiveCrossEntropy(
        CrossEntropy settings,
        Engine engine,
        Matrix z,
        @Nullable Matrix dz,
        Matrix t,
        Matrix rowLoss,
        Matrix rowWeight) {
      int classes = z.columns();
      Matrix shift = engine.matrixLike(rowLoss); // the row's maximum, then log Σ e^z
      Matrix share = engine.matrixLike(rowLoss); // Σ_c w_c·t_c
      Matrix hard = engine.matrixLike(rowLoss); // the greatest target: 1 where the row is one class
      Expr in = Expr.of(z);
      Expr target = Expr.of(t);
      Expr weight = ClassWeights.of(settings.classWeights, engine, classes);
      Expr logits = in.minus(Expr.perRow(shift));
      double s = settings.labelSmoothing;
      Expr smooth = s == 0 ? target : target.times(1 - s).plus(s / classes);
      Expr weighted = settings.classWeights == null ? smooth : smooth.times(weight);
      Matrix sum = engine.matrixLike(rowLoss);
      forward =
          new Op[] {
            engine.maxFeatures(z, new Assign(shift, in), new Assign(hard, target)),
            engine.sumFeatures(
                z,
                new Assign(sum, logits.exp()),
                new Assign(share, weighted),
                new Assign(rowWeight, target.times(weight))),
            engine.set(
                new Assign(rowWeight, Expr.of(hard).less(1).then(Expr.constant(1), Expr.of(rowWeight))),
                new Assign(shift, Expr.of(shift).plus(Expr.of(sum).log()))),
            engine.sumFeatures(z, new Assign(rowLoss, weighted.times(logits.negate())))
          };
      if (dz == null) {
        backward = null;
      } else {
        Expr scale = Expr.number(() -> 1 / Loss.divisor(settings.reduction, rowWeight));
        backward = new Op[] {engine.set(dz, logits.exp().times(Expr.perRow(share)).minus(weighted).times(scale))};
      }
    }

    @Override
    public void forward() {
      for (Op op : forward) {
        op.run();
      }
    }

    @Override
    public void backward() {
      if (backward != null) {
        for (Op op : backward) {
          op.run();
        }
      }
    }
  }
}
