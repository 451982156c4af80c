package nnrun.sweep;

import static java.util.Collections.emptyMap;

import java.util.Map;
import nnrun.search.Objective;
import nnrun.train.EarlyStopping;
import org.jspecify.annotations.Nullable;

/// What came of a trial so far.
///
/// @param reason of a failure; empty otherwise
/// @param epochs done
/// @param bestEpoch 0 where there is none
/// @param last measures of the last epoch
/// @param best measures of the best epoch
/// @param test measures on the test rows
public record Result(
    Status status,
    String reason,
    long epochs,
    long bestEpoch,
    Map<String, Double> last,
    Map<String, Double> best,
    Map<String, Double> test,
    double seconds) {
  /// How far a trial is.
  public enum Status {
    FINISHED,
    /// The loss or a weight became infinite or NaN.
    DIVERGED,
    /// It could not be trained, or its process died twice.
    FAILED,
    /// Trained as far as the search wanted.
    PAUSED,
    PENDING;

    public boolean isFailure() {
      return this == DIVERGED || this == FAILED;
    }
  }

  static final Result PENDING = failed(Status.PENDING, "");

  static Result failed(String reason) {
    return failed(Status.FAILED, reason);
  }

  private static Result failed(Status status, String reason) {
    return new Result(status, reason, 0, 0, emptyMap(), emptyMap(), emptyMap(), 0);
  }

  /// The objective in the epoch whose weights the trial ends with; NaN where it failed.
  double objective(Objective objective, @Nullable EarlyStopping stopping) {
    boolean measured = status == Status.FINISHED || status == Status.PAUSED;
    Map<String, Double> kept = stopping != null && stopping.restoreBest() ? best : last;
    return measured ? kept.getOrDefault(objective.measure(), Double.NaN) : Double.NaN;
  }
}
