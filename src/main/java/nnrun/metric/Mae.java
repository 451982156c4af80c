package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean of |y - t|",
    doc = "Mean absolute error over all rows and outputs.",
    use = "For regression: an error in the target's own unit.",
    avoid = "Where large errors are what matters most: mse.",
    source = "Willmott and Matsuura 2005")
public record Mae() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerOutput(outputs) {
      @Override
      double element(double y, double t) {
        double d = y - t;
        return Math.abs(d);
      }
    };
  }
}
