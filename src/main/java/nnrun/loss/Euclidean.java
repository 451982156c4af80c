package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// dy = (y - t)/‖y - t‖, and 0 where the norm is 0. Over a batch a row's loss is its share Σ_row a²/‖·‖ of the one
/// norm, and its weight 1/rows; an evaluation takes one norm a batch too, and the mean of these.
@Component(
    formula = "‖y - t‖₂ a row, or √(Σ over the batch (y - t)²)",
    doc = "The distance itself, not its square.",
    use = "For regression of points, where a far one should not count more than its distance.",
    avoid = "Where it should settle finely, since its gradient has one length however near the target is: mse.",
    source = "Common knowledge",
    aliases = "l2_distance")
public record Euclidean(
    @Doc("row for one norm a row, batch for one norm over all examples of a batch") @Default("row") Over over,
    @Doc("mean or sum over the rows of a batch; the one norm of a batch is the same in both") @Default("mean")
        Reduction reduction)
    implements Loss {
  /// What one norm is taken over.
  public enum Over {
    ROW,
    BATCH
  }

  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new LiveEuclidean(this, engine, y, dy, t, rowLoss, rowWeight);
  }

  private static final class LiveEuclidean implements Live {
    private final Matrix y;
    private final Matrix t;
    private final Op[] forward;
    private final @Nullable Op backward;

    LiveEuclidean(
        Euclidean settings, Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
      this.y = y;
      this.t = t;
      Expr a = Expr.of(y).minus(Expr.of(t));
      Op squares = engine.sumFeatures(y, new Assign(rowLoss, a.squared()));
      Expr square = Expr.of(rowLoss);
      Expr scale = Expr.number(() -> 1 / Loss.divisor(settings.reduction, rowWeight));
      if (settings.over == Over.ROW) {
        rowWeight.fill(1);
        forward = new Op[] {squares, engine.set(rowLoss, square.sqrt())};
        backward = dy == null ? null : engine.set(dy, direction(a, Expr.perRow(rowLoss)).times(scale));
      } else {
        Matrix total = engine.matrix(1, 1);
        Expr norm = Expr.number(() -> Math.sqrt(total.at(0)));
        Expr share = one().over(Expr.rowsOf(y));
        forward =
            new Op[] {
              squares,
              engine.sumRows(rowLoss, new Assign(total, square)),
              engine.set(new Assign(rowLoss, direction(square, norm)), new Assign(rowWeight, share))
            };
        backward = dy == null ? null : engine.set(dy, direction(a, norm).times(scale));
      }
    }

    private static Expr one() {
      return Expr.constant(1);
    }

    private static Expr direction(Expr a, Expr norm) {
      return norm.greater(0).then(a.over(norm), 0);
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
        backward.run();
      }
    }

    /// One number has a distance with a kink at the target.
    @Override
    public long piece() {
      long hash = 0;
      for (int i = 0; y.columns() == 1 && i < y.size(); i++) {
        hash = hash * 31 + (y.at(i) > t.at(i) ? 1 : 0);
      }
      return hash;
    }
  }
}
