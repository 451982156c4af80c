package nnrun.metric;

import java.util.Arrays;
import nnrun.spec.Component;
import nnrun.state.State;
import nnrun.tensor.Matrix;

@Component(
    formula = "median of |y - t|, averaged over outputs",
    doc =
        "The error that half of the rows stay below; of an even number the mean of the middle two. Keeps all"
            + " errors: 8 to 16 bytes a row and output.",
    use = "With wild targets, which do not move it.",
    avoid = "Alone: it hides the worst half. See rmse.",
    source = "Common knowledge")
public record MedianAe() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final double[][] errors = new double[outputs][64];
      private int rows;

      @Override
      public void add(Matrix predictions, Matrix targets) {
        int more = Math.addExact(rows, predictions.rows());
        for (int c = 0; c < outputs; c++) {
          if (more > errors[c].length) {
            errors[c] = Arrays.copyOf(errors[c], Math.max(more, Math.multiplyExact(2, errors[c].length)));
          }
          for (int r = 0; r < predictions.rows(); r++) {
            double d = predictions.get(r, c) - targets.get(r, c);
            errors[c][rows + r] = Math.abs(d);
          }
        }
        rows = more;
      }

      @Override
      public double value() {
        double sum = 0;
        for (double[] output : errors) {
          double[] sorted = Arrays.copyOf(output, rows);
          Arrays.sort(sorted);
          sum += rows == 0 ? Double.NaN : (sorted[(rows - 1) / 2] + sorted[rows / 2]) / 2;
        }
        return sum / outputs;
      }

      @Override
      public void state(State s) {
        for (int c = 0; c < outputs; c++) {
          errors[c] = s.reals("errors_" + c, Arrays.copyOf(errors[c], rows));
        }
        rows = (int) s.whole("rows", rows);
      }
    };
  }
}
