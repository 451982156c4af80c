package nnrun.search;

/// How points are chosen. What it proposes depends on the space, its own seed and the results alone, not on who trains
/// them or how many at a time.
public sealed interface Search permits Grid, Random, Sobol, Halving, Tpe {
  Proposals start(Space space);

  /// Whether every range must say which of its values it means.
  default boolean countsValues() {
    return false;
  }

  /// The most parameters it can vary.
  default int mostDimensions() {
    return Integer.MAX_VALUE;
  }

  /// Whether later points depend on earlier results.
  default boolean learns() {
    return false;
  }
}
