package nnrun.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What metrics.csv says of an epoch.
///
/// @param epoch from 1
/// @param step updates done
/// @param samples rows learned from, counted each time
/// @param values the measures, in the order of [Trainer#columns]; NaN where an epoch ended early
public record EpochResult(int epoch, long step, long samples, Map<String, Double> values) {
  public EpochResult {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// A measure by its column, NaN if there is none.
  public double value(String column) {
    return values.getOrDefault(column, Double.NaN);
  }
}
