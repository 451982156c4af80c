package nnrun.loss;

import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// What the two hinges share. With z_t = Σ_j t_j·z_j and a_j = z_j - z_t + margin the loss of a row is Σ_j (1 -
/// t_j)·max(0, a_j)^p; with h_j = (1 - t_j)·p·max(0, a_j)^(p-1) its gradient is h_j - t_j·Σ_k h_k. Of one output a =
/// margin - s·z, s = 1 where t > 0 and -1 elsewhere, and the gradient is -s·h.
record Margins(double margin, boolean squared, boolean averageClasses, Reduction reduction) {

  Loss.Live build(Engine engine, Matrix z, @Nullable Matrix dz, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new Live(this, engine, z, dz, t, rowLoss, rowWeight);
  }

  private Expr value(Expr a) {
    Expr over = a.max(0);
    return squared ? over.squared() : over;
  }

  private Expr slope(Expr a) {
    return squared ? a.max(0).times(2) : a.greater(0).then(1, 0);
  }

  private static final class Live implements Loss.Live {
    private final Margins settings;
    private final Matrix z;
    private final Matrix t;
    private final Matrix truth; // z_t
    private final Op[] forward;
    private final Op @Nullable [] backward;

    Live(Margins settings, Engine engine, Matrix z, @Nullable Matrix dz, Matrix t, Matrix rowLoss, Matrix rowWeight) {
      this.settings = settings;
      this.z = z;
      this.t = t;
      truth = engine.matrixLike(rowLoss);
      Expr in = Expr.of(z);
      Expr target = Expr.of(t);
      Expr scale = Expr.number(() -> 1 / Loss.divisor(settings.reduction, rowWeight));
      rowWeight.fill(1);
      if (z.columns() == 1) {
        Expr side = target.greater(0).then(1, -1);
        Expr a = Expr.constant(settings.margin).minus(side.times(in));
        forward = new Op[] {engine.set(rowLoss, settings.value(a))};
        backward = dz == null ? null : new Op[] {engine.set(dz, settings.slope(a).times(side).negate().times(scale))};
        return;
      }
      double share = settings.averageClasses ? 1.0 / z.columns() : 1;
      Expr a = in.minus(Expr.perRow(truth)).plus(settings.margin);
      Expr others = Expr.constant(1).minus(target).times(share);
      forward =
          new Op[] {
            engine.sumFeatures(z, new Assign(truth, target.times(in))),
            engine.sumFeatures(z, new Assign(rowLoss, others.times(settings.value(a))))
          };
      if (dz == null) {
        backward = null;
      } else {
        Matrix sum = engine.matrixLike(rowLoss);
        Expr h = others.times(settings.slope(a));
        backward =
            new Op[] {
              engine.sumFeatures(z, new Assign(sum, h)),
              engine.set(dz, h.minus(target.times(Expr.perRow(sum))).times(scale))
            };
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

    @Override
    public long piece() {
      long hash = 0;
      for (int i = 0; !settings.squared && i < z.size(); i++) {
        double a =
            z.columns() == 1
                ? settings.margin - (t.at(i) > 0 ? z.at(i) : -z.at(i))
                : t.at(i) == 1 ? 0 : z.at(i) - truth.at(i / z.columns()) + settings.margin;
        hash = hash * 31 + (a > 0 ? 1 : 0);
      }
      return hash;
    }
  }
}
