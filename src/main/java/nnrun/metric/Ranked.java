package nnrun.metric;

import java.util.Arrays;
import java.util.stream.Stream;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// A number that needs all scores in their order, for each output that tells rows of its class from others: the second
/// alone where there are two classes. It keeps 8 to 16 bytes a row and output; the order of the rows does not matter.
/// NaN where no class has rows of both kinds.
final class Ranked implements Metric.Tally {
  /// One class against the rest.
  interface Measure {
    /// @param positives scores of the rows of the class, ascending
    /// @param negatives scores of the others, ascending
    double of(double[] positives, double[] negatives);
  }

  /// Numbers as they come.
  private static final class Scores {
    private double[] numbers = {};
    private int count;

    void add(double x) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(64, Math.multiplyExact(2, count)));
      }
      numbers[count++] = x;
    }

    void state(State s, String name) {
      numbers = s.reals(name, Arrays.copyOf(numbers, count));
      count = numbers.length;
    }

    double[] ascending() {
      double[] sorted = Arrays.copyOf(numbers, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  private final int first;
  private final Scores[] positives;
  private final Scores[] negatives;
  private final boolean weighted;
  private final Measure measure;

  Ranked(int outputs, boolean multiLabel, boolean weighted, Measure measure) {
    first = outputs == 2 && !multiLabel ? 1 : 0;
    positives = Stream.generate(Scores::new).limit(outputs - first).toArray(Scores[]::new);
    negatives = Stream.generate(Scores::new).limit(outputs - first).toArray(Scores[]::new);
    this.weighted = weighted;
    this.measure = measure;
  }

  @Override
  public void add(Matrix predictions, Matrix targets) {
    for (int r = 0; r < predictions.rows(); r++) {
      for (int c = 0; c < positives.length; c++) {
        boolean own = targets.get(r, first + c) >= 0.5;
        (own ? positives : negatives)[c].add(predictions.get(r, first + c));
      }
    }
  }

  @Override
  public double value() {
    double sum = 0;
    double weights = 0;
    for (int c = 0; c < positives.length; c++) {
      int own = positives[c].count;
      if (own > 0 && negatives[c].count > 0) {
        double weight = weighted ? own : 1;
        sum += weight * measure.of(positives[c].ascending(), negatives[c].ascending());
        weights += weight;
      }
    }
    return sum / weights;
  }

  @Override
  public void state(State s) {
    for (int c = 0; c < positives.length; c++) {
      positives[c].state(s, "positives_" + c);
      negatives[c].state(s, "negatives_" + c);
    }
  }
}
