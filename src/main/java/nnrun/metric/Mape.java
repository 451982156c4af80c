package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean of |y - t| / max(|t|, 2⁻⁵²)",
    doc = "Mean absolute error as a share of the target: 0.1 is ten per cent.",
    use = "For positive targets of very different size.",
    avoid = "Where targets come near 0. Take mae.",
    source = "de Myttenaere et al. 2016")
public record Mape() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerOutput(outputs) {
      @Override
      double element(double y, double t) {
        double d = y - t;
        return Math.abs(d) / Math.max(Math.abs(t), 0x1p-52);
      }
    };
  }
}
