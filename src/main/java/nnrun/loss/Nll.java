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

/// L = -Σ_c w_c·t_c·y_c a row, y (batch, classes) log-probabilities; dy = -w·t/W with the W of [CrossEntropy].
@Component(
    formula = "-y_t, y = ln p",
    doc = "What cross_entropy is after log_softmax.",
    use = "For classes that exclude each other, where the model ends in log_softmax or softmax.",
    avoid = "From logits: cross_entropy.",
    source = "Goodfellow et al. 2016, 6.2")
public record Nll(
    @Doc("One weight a class, in the order of the classes") @Range("[0,inf)") @Nullable List<Double> classWeights,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  @Override
  public Wants wants() {
    return Wants.CLASSES;
  }

  @Override
  public Link link() {
    return Link.LOG_SOFTMAX;
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new LiveNll(this, engine, y, dy, t, rowLoss, rowWeight);
  }

  private static final class LiveNll implements Live {
    private final Op values;
    private final Op weights;
    private final @Nullable Op slopes;

    LiveNll(Nll settings, Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
      Expr weighted = Expr.of(t).times(ClassWeights.of(settings.classWeights, engine, y.columns()));
      values = engine.sumFeatures(y, new Assign(rowLoss, weighted.times(Expr.of(y)).negate()));
      weights = ClassWeights.ofRows(settings.classWeights, engine, t, rowWeight);
      Expr scale = Expr.number(() -> 1 / Loss.divisor(settings.reduction, rowWeight));
      slopes = dy == null ? null : engine.set(dy, weighted.times(scale).negate());
    }

    @Override
    public void forward() {
      values.run();
      weights.run();
    }

    @Override
    public void backward() {
      if (slopes != null) {
        slopes.run();
      }
    }
  }
}
