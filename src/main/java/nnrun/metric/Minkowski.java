package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;

@Component(
    formula = "mean over rows of (Σ|y - t|^p)^(1/p)",
    doc = "manhattan at p = 1, euclidean at 2, towards chebyshev as p grows.",
    use = "To say how much the worst output counts.",
    avoid = "At p = 1 or 2: manhattan and euclidean are the same and faster.",
    source = "Minkowski 1910")
public record Minkowski(@Doc("Exponent p") @Default("3.0") @Range("[1,1000]") double p) implements Metric {
  @Override
  public String column() {
    return "minkowski_" + (p == Math.rint(p) ? Long.toString((long) p) : Double.toString(p));
  }

  @Override
  public Tally start(int outputs) {
    return new PerRow(this::distance);
  }

  /// In units of the greatest difference, whose power cannot overflow.
  private double distance(Matrix y, Matrix t, int row) {
    double unit = Chebyshev.greatest(y, t, row);
    if (unit == 0) {
      return 0;
    }
    double sum = PerRow.sum(y, t, row, (a, b) -> StrictMath.pow(Math.abs(a - b) / unit, p));
    return unit * StrictMath.pow(sum, 1 / p);
  }
}
