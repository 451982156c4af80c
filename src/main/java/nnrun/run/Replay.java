package nnrun.run;

import java.nio.file.Path;
import java.util.Map;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.layer.Purpose;
import nnrun.train.Diverged;
import nnrun.train.StepReport;
import org.jspecify.annotations.Nullable;

/// A step of a run, done again: from the nearest checkpoint before it, or from the beginning, with the same numbers.
///
/// @param fromStep updates of the checkpoint that it began with
/// @param after what ended the run behind the step, where no number of the step itself did; else null
public record Replay(long fromStep, StepReport step, @Nullable String after) {
  /// @param wanted number of the update, or null for the one in which the run diverged
  /// @throws IllegalArgumentException when there is no such step, or the data changed
  public static Replay of(Disk disk, Path run, @Nullable Long wanted, @Nullable Path dataDir, int threads)
      throws ConfigException {
    SavedRun saved = SavedRun.open(disk, run);
    Map<String, @Nullable Object> summary = SavedRun.summary(disk, run);
    boolean diverged = "diverged".equals(summary.get("status"));
    Object steps = summary.get("steps");
    if (wanted == null && !diverged) {
      throw new IllegalArgumentException(run + " did not diverge; which step is wanted? Give --step N, from 1");
    }
    if (wanted != null && (wanted < 1 || (steps instanceof Long most && wanted > most))) {
      throw noStep(run, wanted, steps);
    }
    DataFiles files = new DataFiles(saved.dataPlaces(dataDir));
    long end = wanted != null ? wanted : steps instanceof Long last ? last : Long.MAX_VALUE;
    Checkpoints.Opened from = new Checkpoints(disk, run.resolve("checkpoints")).before(end);
    try (Assembly parts =
        from == null
            ? Assembly.of(saved.config(), new Host.Alone(files), threads, Purpose.WATCH)
            : Assembly.restorable(saved.config(), new Host.Alone(files), threads, Purpose.WATCH)) {
      saved.requireSameData(files.used());
      if (from != null) {
        ConfigChange.require(ConfigChange.between(from.commit().config(), saved.experiment()), run, false);
        from.into(parts::state);
      }
      StepReport report = StepReport.of(parts.trainer(), wanted == null ? 0 : wanted);
      if (report == null) {
        throw noStep(run, end, parts.trainer().training().steps());
      }
      return new Replay(from == null ? 0 : from.commit().step(), report, null);
    } catch (Diverged behind) {
      long last = behind.where().step();
      if (wanted != null) {
        throw noStep(run, wanted, last);
      }
      Replay replay = of(disk, run, last, dataDir, threads);
      return new Replay(replay.fromStep, replay.step, behind.getMessage());
    }
  }

  private static IllegalArgumentException noStep(Path run, long wanted, @Nullable Object last) {
    return new IllegalArgumentException(
        run + " has no step " + wanted + (last == null ? "; steps count from 1" : "; it has 1 to " + last));
  }
}
