package nnrun.metric;

import java.util.stream.LongStream;
import nnrun.spec.Invalid;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// Rows of each class: predicted rightly, predicted, true.
abstract class ClassCounts implements Metric.Tally {
  /// A number of one class, or of all together.
  interface Rate {
    double of(double hits, double predicted, double actual);
  }

  final long[] hits;
  final long[] predicted;
  final long[] actual;
  private final boolean multiLabel;

  /// @param multiLabel whether each output is a yes or no of its own, yes from ½ on
  ClassCounts(int outputs, boolean multiLabel) {
    this.multiLabel = multiLabel;
    int classes = multiLabel ? outputs : Math.max(2, outputs);
    hits = new long[classes];
    predicted = new long[classes];
    actual = new long[classes];
  }

  @Override
  public final void add(Matrix predictions, Matrix targets) {
    for (int r = 0; r < predictions.rows(); r++) {
      if (multiLabel) {
        for (int c = 0; c < hits.length; c++) {
          count(c, predictions.get(r, c) >= 0.5, targets.get(r, c) >= 0.5);
        }
      } else {
        int p = Classes.of(predictions, r);
        int t = Classes.of(targets, r);
        count(t, p == t, true);
        if (p != t) {
          count(p, true, false);
        }
      }
    }
  }

  @Override
  public final void state(State s) {
    s.counts("hits", hits);
    s.counts("predicted", predicted);
    s.counts("actual", actual);
  }

  private void count(int c, boolean isPredicted, boolean isActual) {
    hits[c] += isPredicted && isActual ? 1 : 0;
    predicted[c] += isPredicted ? 1 : 0;
    actual[c] += isActual ? 1 : 0;
  }

  /// A rate averaged over classes.
  static Metric.Tally averaged(int outputs, boolean multiLabel, Averaging averaging, Rate rate) {
    boolean two = multiLabel ? outputs == 1 : outputs <= 2;
    if (averaging == Averaging.BINARY && !two) {
      throw new Invalid(
          "average", "binary is for two classes, and there are " + outputs + "; take macro, micro or weighted");
    }
    if (averaging == Averaging.SAMPLES) {
      return ofRows(outputs, rate);
    }
    return new ClassCounts(outputs, multiLabel) {
      @Override
      public double value() {
        return switch (averaging) {
          case AUTO -> two ? of(hits.length - 1) : macro();
          case BINARY -> of(hits.length - 1);
          case MACRO -> macro();
          case MICRO -> rate.of(sum(hits), sum(predicted), sum(actual));
          case WEIGHTED -> weighted();
          case SAMPLES -> throw new IllegalStateException("rows are not counted by class");
        };
      }

      private double of(int c) {
        return rate.of(hits[c], predicted[c], actual[c]);
      }

      private double macro() {
        double sum = 0;
        for (int c = 0; c < hits.length; c++) {
          sum += of(c);
        }
        return sum / hits.length;
      }

      private double weighted() {
        double sum = 0;
        for (int c = 0; c < hits.length; c++) {
          sum += actual[c] * of(c);
        }
        return ratio(sum, sum(actual));
      }
    };
  }

  /// A rate of each row's labels, averaged over rows.
  private static Metric.Tally ofRows(int outputs, Rate rate) {
    if (outputs == 1) {
      throw new Invalid("average", "samples is over the labels of a row, and there is one; take binary");
    }
    return new PerRow((y, t, row) -> {
      PerRow.Overlap sets = PerRow.Overlap.of(y, t, row);
      return rate.of(sets.both(), sets.predicted(), sets.actual());
    });
  }

  static double sum(long[] counts) {
    return LongStream.of(counts).sum();
  }

  /// a / b, and 0 where b is 0.
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
