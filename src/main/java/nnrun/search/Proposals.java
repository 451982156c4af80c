package nnrun.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The points of a search, generation by generation.
public interface Proposals {
  /// Points to be tried together.
  ///
  /// @param points coordinates, see [Space]
  /// @param epochs after which their trials are paused; null for whole trainings
  record Generation(List<double[]> points, @Nullable Integer epochs) {}

  /// The next generation; null at the end.
  ///
  /// @param losses of the points of the generation before, in their order, less being better; NaN where all trials of a
  ///   point failed
  @Nullable Generation next(double[] losses);

  /// One generation that waits for nothing.
  static Proposals once(List<double[]> points) {
    boolean[] proposed = new boolean[1];
    return _ -> {
      boolean again = proposed[0];
      proposed[0] = true;
      return again ? null : new Generation(points, null);
    };
  }
}
