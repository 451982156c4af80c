package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean of (y - t)²",
    doc = "Mean squared error over all rows and outputs.",
    use = "For regression, where large errors count more.",
    avoid = "To tell somebody how large an error is: its unit is the target's squared; take mae.",
    source = "Gauss 1809")
public record Mse() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerOutput(outputs) {
      @Override
      double element(double y, double t) {
        double d = y - t;
        return d * d;
      }
    };
  }
}
