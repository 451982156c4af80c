package nnrun.surface;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// Theorem 1 of the paper: with period 3, β₁ = 0, β₂ = 1/(1 + c²) and η/√t Adam goes to x = 1, the worst place. The
/// interval is not in here; a bound on the weights keeps to it: `regularization: [{max_norm: 1}]`.
@Component(
    formula =
        "f = mean of f_t, f_t = c·x in the first step of each period, else -x; on [-1, 1] least at x = -1 if c > period"
            + " - 1",
    doc =
        "The convex problem where Adam fails: the one large gradient of a period points the right way, and the small"
            + " ones, which Adam makes as large, point the other.",
    use = "With max_norm: 1, to see adam at the wrong end of [-1, 1] and amsgrad at the right one.",
    avoid = "Without a bound: it falls for ever.",
    source = "Reddi et al. 2018, Theorem 1",
    aliases = "reddi")
public record CyclicLinear(
    @Doc("Slope c of the rare step; above period - 1 the mean rises") @Default("3") @Range("(0,1e6]") double c,
    @Doc("Steps from one rare step to the next") @Default("3") @Range("[2,1000000]") int period)
    implements Surface {
  private double slope() {
    return (c - (period - 1)) / period;
  }

  @Override
  public double value(double[] x) {
    return slope() * x[0];
  }

  @Override
  public void gradient(double[] x, double[] g) {
    g[0] = slope();
  }

  private double slope(long step) {
    return Math.floorMod(step, (long) period) == 1 ? c : -1;
  }

  @Override
  public double value(double[] x, long step) {
    return slope(step) * x[0];
  }

  @Override
  public void gradient(double[] x, long step, double[] g) {
    g[0] = slope(step);
  }

  @Override
  public List<Double> start() {
    return List.of(0.0);
  }

  @Override
  public List<List<Double>> minima(int coordinates) {
    return slope() == 0 ? List.of() : List.of(List.of(slope() > 0 ? -1.0 : 1.0));
  }
}
