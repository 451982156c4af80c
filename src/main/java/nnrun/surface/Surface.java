package nnrun.surface;

import java.util.List;

/// A function of a point with its gradient. Everything is computed in float64 by additions and multiplications alone,
/// so that its numbers are the same on every machine.
public sealed interface Surface permits Rosenbrock, Ravine, Beale, Himmelblau, Saddle, CyclicLinear {
  /// f(x)
  double value(double[] x);

  /// g = ∇f(x)
  void gradient(double[] x, double[] g);

  /// Where a point begins that a config does not place.
  List<Double> start();

  /// Whether a point may have so many coordinates.
  default boolean takes(int coordinates) {
    return coordinates == start().size();
  }

  /// The coordinates it takes, in words.
  default String wanted() {
    return start().size() == 1 ? "1 number" : start().size() + " numbers";
  }

  /// Where it is least; none where it is unbounded.
  ///
  /// @param coordinates of a point
  List<List<Double>> minima(int coordinates);

  /// What it shows of itself at a step: itself, or where only parts of a sum are ever seen, the part of this step.
  ///
  /// @param step from 1
  default double value(double[] x, long step) {
    return value(x);
  }

  /// g = the gradient of what it shows at a step.
  default void gradient(double[] x, long step, double[] g) {
    gradient(x, g);
  }

  /// The distance from a point to the nearest minimum; NaN where there is none.
  default double distance(double[] x) {
    double nearest = Double.NaN;
    for (List<Double> minimum : minima(x.length)) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double away = x[i] - minimum.get(i);
        sum += away * away;
      }
      double distance = Math.sqrt(sum);
      nearest = distance >= nearest ? nearest : distance; // NaN is not greater
    }
    return nearest;
  }
}
