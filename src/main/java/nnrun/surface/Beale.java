package nnrun.surface;

import java.util.List;
import nnrun.spec.Component;

/// With r_k = c_k - x(1 - y^k): ∂f/∂x = -2 Σ r_k(1 - y^k), ∂f/∂y = 2x Σ k·r_k·y^(k-1).
@Component(
    formula = "f = Σ_k (c_k - x(1 - y^k))², k = 1, 2, 3, c = (1.5, 2.25, 2.625), least at (3, 0.5), where it is 0",
    doc = "Plateaus with steep walls at the corners, and a long flat way to the minimum.",
    use = "To see what plateaus do to plain descent, and steep walls to momentum.",
    avoid = "With a start far out: gradients grow with the fifth power of y.",
    source = "Beale 1958")
public record Beale() implements Surface {
  private static final double C1 = 1.5;
  private static final double C2 = 2.25;
  private static final double C3 = 2.625;

  @Override
  public double value(double[] x) {
    double y = x[1];
    double r1 = C1 - x[0] * (1 - y);
    double r2 = C2 - x[0] * (1 - y * y);
    double r3 = C3 - x[0] * (1 - y * y * y);
    return r1 * r1 + r2 * r2 + r3 * r3;
  }

  @Override
  public void gradient(double[] x, double[] g) {
    double y = x[1];
    double r1 = C1 - x[0] * (1 - y);
    double r2 = C2 - x[0] * (1 - y * y);
    double r3 = C3 - x[0] * (1 - y * y * y);
    g[0] = -2 * (r1 * (1 - y) + r2 * (1 - y * y) + r3 * (1 - y * y * y));
    g[1] = 2 * x[0] * (r1 + 2 * r2 * y + 3 * r3 * y * y);
  }

  @Override
  public List<Double> start() {
    return List.of(1.0, 1.0);
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return List.of(List.of(3.0, 0.5));
  }
}
