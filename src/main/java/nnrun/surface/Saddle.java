package nnrun.surface;

import java.util.List;
import nnrun.spec.Component;

@Component(
    formula = "f = x² - y², flat at (0, 0), without a minimum",
    doc = "Down one way and up the other: at the middle the gradient is 0, and it is no minimum.",
    use = "To see how long an optimizer stays at a place that is flat without being low.",
    avoid = "For long runs: what leaves the saddle falls for ever, and ends as diverged.",
    source = "Dauphin et al. 2014")
public record Saddle() implements Surface {
  @Override
  public double value(double[] x) {
    return x[0] * x[0] - x[1] * x[1];
  }

  @Override
  public void gradient(double[] x, double[] g) {
    g[0] = 2 * x[0];
    g[1] = -2 * x[1];
  }

  /// Nearly on the ridge, which leads down to the middle.
  @Override
  public List<Double> start() {
    return List.of(-1.0, 1e-3);
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return List.of();
  }
}
