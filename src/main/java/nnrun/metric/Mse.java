package nnrun.metric;

import nnrun.spec.Component;

@Component(formula = "mean of (y - t)²", doc = "Mean squared error over all rows and outputs.")
public record Mse() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new MeanOverElements() {
      @Override
      double element(double y, double t) {
        double d = y - t;
        return d * d;
      }
    };
  }
}
