package nnrun.metric;

import nnrun.state.State;
import nnrun.tensor.Matrix;

/// The mean over rows of one number a row.
final class PerRow implements Metric.Tally {
  /// One row's number.
  interface Row {
    /// @param y predictions, (rows, outputs)
    /// @param t targets, (rows, outputs)
    double of(Matrix y, Matrix t, int row);
  }

  /// One output's share of a row's number.
  interface Element {
    double of(double y, double t);
  }

  private final Row row;
  private final Sum sum = new Sum();
  private long rows;

  PerRow(Row row) {
    this.row = row;
  }

  /// Σ over a row's outputs, in their order.
  static double sum(Matrix y, Matrix t, int row, Element element) {
    double sum = 0;
    for (int c = 0; c < y.columns(); c++) {
      sum += element.of(y.get(row, c), t.get(row, c));
    }
    return sum;
  }

  /// The outputs of a row that are at least ½: those predicted, those true, and those in both sets.
  record Overlap(int predicted, int actual, int both) {
    static Overlap of(Matrix y, Matrix t, int row) {
      int predicted = (int) sum(y, t, row, (a, _) -> a >= 0.5 ? 1 : 0);
      int actual = (int) sum(y, t, row, (_, b) -> b >= 0.5 ? 1 : 0);
      return new Overlap(predicted, actual, (int) sum(y, t, row, (a, b) -> a >= 0.5 && b >= 0.5 ? 1 : 0));
    }
  }

  @Override
  public void add(Matrix predictions, Matrix targets) {
    for (int r = 0; r < predictions.rows(); r++) {
      sum.add(row.of(predictions, targets, r));
    }
    rows += predictions.rows();
  }

  @Override
  public double value() {
    return sum.value() / rows;
  }

  @Override
  public void state(State s) {
    sum.state(s, "sum");
    rows = s.whole("rows", rows);
  }
}
