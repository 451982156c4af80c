package nnrun.surface;

import java.util.Collections;
import java.util.List;
import nnrun.spec.Component;

/// ∂f/∂x_i = -400·x_i·(x_{i+1} - x_i²) - 2(1 - x_i), and 200(x_i - x_{i-1}²) of the term before.
@Component(
    formula = "f = Σ_i 100(x_{i+1} - x_i²)² + (1 - x_i)², least at (1, ..., 1), where it is 0",
    doc = "A bent valley with a flat floor: easy to enter, slow to follow. In any number of coordinates from 2.",
    use = "To see momentum and adaptive rates follow a curve.",
    avoid = "To compare at one rate for all: 1e-3 is near the most that plain descent takes.",
    source = "Rosenbrock 1960")
public record Rosenbrock() implements Surface {
  @Override
  public double value(double[] x) {
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double bend = x[i + 1] - x[i] * x[i];
      double rest = 1 - x[i];
      sum += 100 * bend * bend + rest * rest;
    }
    return sum;
  }

  @Override
  public void gradient(double[] x, double[] g) {
    g[0] = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double bend = x[i + 1] - x[i] * x[i];
      g[i] -= 400 * x[i] * bend + 2 * (1 - x[i]);
      g[i + 1] = 200 * bend;
    }
  }

  @Override
  public List<Double> start() {
    return List.of(-1.2, 1.0);
  }

  @Override
  public boolean takes(int coordinates) {
    return coordinates >= 2;
  }

  @Override
  public String wanted() {
    return "2 numbers or more";
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return List.of(Collections.nCopies(coordinates, 1.0));
  }
}
