package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "√(mean of (y - t)²), averaged over outputs",
    doc = "Root mean squared error, in the unit of the target; large errors count most.",
    use = "For regression where large errors are worse than many small ones.",
    avoid = "With wild targets. Take mae or median_ae.",
    source = "Common knowledge")
public record Rmse() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerOutput(outputs) {
      @Override
      double element(double y, double t) {
        return (y - t) * (y - t);
      }

      @Override
      double finished(double mean) {
        return Math.sqrt(mean);
      }
    };
  }
}
