package nnrun.metric;

import java.util.stream.Stream;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// Bin k of n holds the confidences in (k/n, (k+1)/n], the first also 0.
@Component(
    formula = "Σ over bins of rows/all · |accuracy - mean confidence|, confidence = the greatest probability",
    doc = "Expected calibration error: whether a net that says 90 % is right 9 times of 10.",
    use = "Beside accuracy, where probabilities are used.",
    avoid = "With few rows, or alone: it says nothing of how good predictions are. See brier.",
    source = "Guo et al. 2017",
    aliases = "expected_calibration_error")
public record Ece(@Doc("Bins of equal width") @Default("15") @Range("[1,10000]") int bins) implements Metric {
  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final Sum[] confidence = Stream.generate(Sum::new).limit(bins).toArray(Sum[]::new);
      private final long[] right = new long[bins];
      private long rows;

      @Override
      public void add(Matrix predictions, Matrix targets) {
        for (int r = 0; r < predictions.rows(); r++) {
          int own = Classes.of(predictions, r);
          double p = outputs > 1 || own == 1 ? predictions.get(r, outputs > 1 ? own : 0) : 1 - predictions.get(r, 0);
          int bin = bin(p);
          confidence[bin].add(p);
          right[bin] += own == Classes.of(targets, r) ? 1 : 0;
        }
        rows += predictions.rows();
      }

      @Override
      public double value() {
        double sum = 0;
        for (int b = 0; b < bins; b++) {
          sum += Math.abs(right[b] - confidence[b].value());
        }
        return sum / rows;
      }

      @Override
      public void state(State s) {
        Sum.states(s.in("confidence"), confidence);
        s.counts("right", right);
        rows = s.whole("rows", rows);
      }
    };
  }

  /// Compared with the edges themselves, since p·bins may round across one.
  private int bin(double p) {
    int bin = (int) Math.min(Math.max(p * bins, 0), bins - 1.0);
    while (bin > 0 && p <= (double) bin / bins) {
      bin--;
    }
    return bin < bins - 1 && p > (bin + 1.0) / bins ? bin + 1 : bin;
  }
}
