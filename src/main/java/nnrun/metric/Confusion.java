package nnrun.metric;

import nnrun.spec.Component;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "count of (true class, predicted class)",
    doc = "Which classes are taken for which: written to confusion.csv, rows true, columns predicted.",
    use = "To see where a classifier errs.",
    avoid = "For hundreds of classes: nobody reads the table.",
    source = "Pearson 1904")
public record Confusion() implements Metric {
  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public boolean scalar() {
    return false;
  }

  @Override
  public Counts start(int outputs) {
    return new Counts(Math.max(2, outputs));
  }

  /// The table so far.
  public static final class Counts implements Tally {
    private final long[][] counts;

    Counts(int classes) {
      counts = new long[classes][classes];
    }

    @Override
    public void add(Matrix predictions, Matrix targets) {
      for (int r = 0; r < predictions.rows(); r++) {
        counts[Classes.of(targets, r)][Classes.of(predictions, r)]++;
      }
    }

    /// Rows of the true class `t` predicted as `p`.
    public long count(int t, int p) {
      return counts[t][p];
    }

    public int classes() {
      return counts.length;
    }

    /// The table's rows in all.
    @Override
    public double value() {
      long sum = 0;
      for (long[] row : counts) {
        for (long count : row) {
          sum += count;
        }
      }
      return sum;
    }

    @Override
    public void state(State s) {
      for (int t = 0; t < counts.length; t++) {
        s.counts("true_" + t, counts[t]);
      }
    }
  }
}
