package nnrun.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;

/// Told how a run goes on; prints it or not.
public interface Progress {
  /// The run's folder is there.
  ///
  /// @param parameters trained numbers
  /// @param log takes each line that is shown, for log.txt
  default void started(Path folder, Experiment experiment, long parameters, int trainingRows, Consumer<String> log) {}

  /// After an update.
  default void step(int epoch, int batch, int batches, double loss) {}

  /// After an epoch.
  ///
  /// @param seconds wall time of the epoch, evaluation included
  default void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {}

  /// Whether the run should save its state and end with [RunStopped] as soon as a step is complete.
  default boolean wantsStop() {
    return false;
  }

  /// At the end of the last epoch, when everything is written.
  ///
  /// @param summary what summary.json says
  default void finished(Map<String, @Nullable Object> summary) {}

  /// After that, or after the end of a run that diverged.
  default void checked(Checked checked) {}

  /// Something the user should know.
  default void note(String text) {}

  /// Something in the config that is hardly meant.
  default void warning(String text) {}
}
