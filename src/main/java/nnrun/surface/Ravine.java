package nnrun.surface;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(
    formula = "f = ½(x² + κ·y²), least at (0, 0), where it is 0",
    doc = "A bowl κ times as steep across as along: the simplest picture of a badly conditioned loss.",
    use = "For rates and momentum that can be calculated: descent needs η < 2/κ, and then crawls along the floor.",
    avoid = "For what curves and plateaus do: rosenbrock, beale.",
    source = "Boyd and Vandenberghe 2004, 9.3.2")
public record Ravine(
    @Doc("Condition number κ, the ratio of the curvatures") @Default("100") @Range("[1,1e9]") double kappa)
    implements Surface {
  @Override
  public double value(double[] x) {
    return 0.5 * (x[0] * x[0] + kappa * x[1] * x[1]);
  }

  @Override
  public void gradient(double[] x, double[] g) {
    g[0] = x[0];
    g[1] = kappa * x[1];
  }

  @Override
  public List<Double> start() {
    return List.of(10.0, 1.0);
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return List.of(List.of(0.0, 0.0));
  }
}
