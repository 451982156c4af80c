package nnrun.surface;

import java.util.List;
import nnrun.spec.Component;

@Component(
    formula = "f = (x² + y - 11)² + (x + y² - 7)², 0 at four minima, one of them (3, 2)",
    doc = "Four equally deep hollows around a hill: the start and the steps decide which one is found.",
    use = "To see that optimizers end in different minima from one start.",
    avoid = "To compare speed: they do not go to the same place.",
    source = "Himmelblau 1972")
public record Himmelblau() implements Surface {
  /// Roots of both brackets; all but the first to the last bit of float64.
  private static final List<List<Double>> MINIMA =
      List.of(
          List.of(3.0, 2.0),
          List.of(-2.805118086952745, 3.131312518250573),
          List.of(-3.779310253377747, -3.283185991286170),
          List.of(3.584428340330492, -1.848126526964404));

  @Override
  public double value(double[] x) {
    double a = x[0] * x[0] + x[1] - 11;
    double b = x[0] + x[1] * x[1] - 7;
    return a * a + b * b;
  }

  @Override
  public void gradient(double[] x, double[] g) {
    double a = x[0] * x[0] + x[1] - 11;
    double b = x[0] + x[1] * x[1] - 7;
    g[0] = 4 * x[0] * a + 2 * b;
    g[1] = 2 * a + 4 * x[1] * b;
  }

  @Override
  public List<Double> start() {
    return List.of(0.0, 0.0);
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return MINIMA;
  }
}
