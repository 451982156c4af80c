package nnrun.expect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run shows for its expectations.
public interface Evidence {
  /// @throws Missing when the run has no such number
  double value(Measure measure) throws Missing;

  /// A column of metrics.csv, from the first epoch to the last.
  ///
  /// @throws Missing when the run has no such column
  List<Double> epochs(String column) throws Missing;

  /// Why training stopped at a number that is not finite, or else the first measure that is not, as a sentence; null
  /// where all are finite.
  @Nullable String notFinite();

  /// Seconds of all epochs.
  double seconds();

  /// SHA-256 of the weights the run ended with, 64 hexadecimal digits.
  ///
  /// @throws Missing when it diverged
  String weights() throws Missing;

  /// Another run.
  ///
  /// @throws Missing when it cannot be read
  Evidence of(String run) throws Missing;

  /// There is nothing to judge by; the message says why.
  final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    public Missing(String message) {
      super(message);
    }
  }
}
