package nnrun.expect;

import org.jspecify.annotations.Nullable;

/// One thing that a config may expect of its run. Its text is what [Expectation] reads back.
public sealed interface Claim permits Threshold, Trend, Near, NoNan, Wall, Weights {
  /// Whether the run is so, and what it is.
  Outcome judge(Evidence run) throws Evidence.Missing;

  /// The measure it is about; null where it is about none.
  default @Nullable Measure measure() {
    return null;
  }

  /// The epoch without which it cannot be met; 0 where there is none.
  default int needsEpoch() {
    Measure measure = measure();
    return measure == null ? 0 : measure.epoch();
  }

  /// Whether two short epochs are enough to judge it.
  default boolean holdsInSmoke() {
    return false;
  }

  /// @param came in words
  record Outcome(boolean met, String came) {}
}
