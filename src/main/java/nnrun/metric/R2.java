package nnrun.metric;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;

/// The sums of squares about the mean are kept by Welford's recurrence (1962), which does not cancel.
@Component(
    formula = "1 - Σ(t - y)² / Σ(t - mean t)², averaged over outputs",
    doc =
        "Share of the target's variance that is explained: 1 is perfect, 0 is as good as the mean. A constant target"
            + " gives 1 if it is met, else 0.",
    use = "To compare regressions of targets in different units.",
    avoid = "On rows whose target hardly varies: small errors make it very negative.",
    source = "Wright 1921")
public record R2() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new Tally() {
      private final double[] residual = new double[outputs];
      private final double[] mean = new double[outputs];
      private final double[] spread = new double[outputs];
      private long rows;

      @Override
      public void add(Matrix predictions, Matrix targets) {
        for (int r = 0; r < predictions.rows(); r++) {
          rows++;
          for (int c = 0; c < outputs; c++) {
            double t = targets.get(r, c);
            double error = t - predictions.get(r, c);
            residual[c] += error * error;
            double delta = t - mean[c];
            mean[c] += delta / rows;
            spread[c] += delta * (t - mean[c]);
          }
        }
      }

      @Override
      public double value() {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
          sum += spread[c] > 0 ? 1 - residual[c] / spread[c] : residual[c] == 0 ? 1 : 0;
        }
        return sum / outputs;
      }
    };
  }
}
