package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;

/// φ latitude, λ longitude: the two outputs, in degrees.
@Component(
    formula = "mean over rows of 2R·asin √(sin²(Δφ/2) + cos φ₁·cos φ₂·sin²(Δλ/2))",
    doc = "Distance on a globe between predicted and true (latitude, longitude) in degrees.",
    use = "For places on the earth, with unscaled targets.",
    avoid = "With scaled targets, which are no degrees; for short ways on a map take euclidean.",
    source = "Inman 1835")
public record Haversine(
    @Doc("Radius R; the earth's mean radius in km") @Default("6371.0") @Range("(0,inf)") double radius)
    implements Metric {
  @Override
  public Tally start(int outputs) {
    if (outputs != 2) {
      throw new Invalid("", "takes two outputs, latitude and longitude in degrees, and the model ends in " + outputs);
    }
    return new PerRow(this::distance);
  }

  private double distance(Matrix y, Matrix t, int row) {
    double phi1 = StrictMath.toRadians(y.get(row, 0));
    double phi2 = StrictMath.toRadians(t.get(row, 0));
    double north = StrictMath.sin((phi2 - phi1) / 2);
    double east = StrictMath.sin(StrictMath.toRadians(t.get(row, 1) - y.get(row, 1)) / 2);
    double a = north * north + StrictMath.cos(phi1) * StrictMath.cos(phi2) * east * east;
    return 2 * radius * StrictMath.asin(Math.sqrt(Math.min(1, a)));
  }
}
