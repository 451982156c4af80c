package nnrun.search;

import nnrun.tensor.Functions;
import nnrun.tensor.Stream;

/// A density on [0, 1]: a mean of normal densities cut to that interval, one at each point and a wide one in the
/// middle. The width at a point is its larger distance to a neighbour (Bergstra et al. 2011, §4.2).
final class Parzen {
  private static final double WIDEST = 1;
  private static final int DRAWS = 100;

  private final double[] centers;
  private final double[] widths;

  /// @param points ascending
  Parzen(double[] points) {
    int n = points.length;
    centers = new double[n + 1];
    widths = new double[n + 1];
    centers[n] = 0.5;
    widths[n] = WIDEST;
    double narrowest = WIDEST / Math.min(100, n + 2);
    for (int i = 0; i < n; i++) {
      double left = points[i] - (i == 0 ? 0 : points[i - 1]);
      double right = (i == n - 1 ? 1 : points[i + 1]) - points[i];
      centers[i] = points[i];
      widths[i] = Math.clamp(Math.max(left, right), narrowest, WIDEST);
    }
  }

  double density(double u) {
    double sum = 0;
    for (int i = 0; i < centers.length; i++) {
      double z = (u - centers[i]) / widths[i];
      double inside = normal((1 - centers[i]) / widths[i]) - normal(-centers[i] / widths[i]);
      sum += StrictMath.exp(-0.5 * z * z) / (StrictMath.sqrt(2 * StrictMath.PI) * widths[i] * inside);
    }
    return sum / centers.length;
  }

  /// Φ(z)
  private static double normal(double z) {
    return 0.5 * Functions.erfc(-z / StrictMath.sqrt(2));
  }

  double draw(Stream draws) {
    int i = draws.below(centers.length, 0);
    for (int k = 1; k < DRAWS; k++) {
      double u = centers[i] + widths[i] * draws.normal(k);
      if (u >= 0 && u <= 1) {
        return u;
      }
    }
    return centers[i];
  }
}
