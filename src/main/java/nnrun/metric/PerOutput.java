package nnrun.metric;

import java.util.stream.Stream;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// The mean over rows of one number an output, finished for each output, then averaged over outputs.
abstract class PerOutput implements Metric.Tally {
  private final Sum[] sums;
  private long rows;

  PerOutput(int outputs) {
    sums = Stream.generate(Sum::new).limit(outputs).toArray(Sum[]::new);
  }

  abstract double element(double y, double t);

  /// What becomes of an output's mean.
  double finished(double mean) {
    return mean;
  }

  @Override
  public final void add(Matrix predictions, Matrix targets) {
    for (int r = 0; r < predictions.rows(); r++) {
      for (int c = 0; c < sums.length; c++) {
        sums[c].add(element(predictions.get(r, c), targets.get(r, c)));
      }
    }
    rows += predictions.rows();
  }

  @Override
  public final double value() {
    double sum = 0;
    for (Sum output : sums) {
      sum += finished(output.value() / rows);
    }
    return sum / sums.length;
  }

  @Override
  public final void state(State s) {
    Sum.states(s.in("sums"), sums);
    rows = s.whole("rows", rows);
  }
}
