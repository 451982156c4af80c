package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.data.DataException;
import nnrun.data.DataFiles;
import nnrun.train.Diverged;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;
import org.jspecify.annotations.Nullable;

/// A run trained again from its folder alone, and compared: every row of metrics.csv when its epoch ends, the weights
/// and all other state when the step of a checkpoint is reached. The first difference ends it. A run that was stopped
/// is compared as far as its last checkpoint.
///
/// @param epochs rows of metrics.csv that are equal
/// @param checkpoints files of weights that are equal
/// @param difference the first one, or null
public record Reproduction(int epochs, List<String> checkpoints, @Nullable Difference difference) {
  /// @param epoch in which it came up, from 1
  /// @param what a column of metrics.csv, or a checkpoint and a name in it
  /// @param then as the run has it
  /// @param now as it came again
  public record Difference(int epoch, String what, String then, String now) {}

  /// @param dataDir where data files are searched first, or null
  /// @param progress is told of the beginning and of each step
  /// @throws DataException when a data file is not the one that the run began with
  /// @throws DamagedFile when there is nothing to compare with
  public static Reproduction of(Disk disk, Path run, @Nullable Path dataDir, int threads, Progress progress)
      throws ConfigException {
    SavedRun saved = SavedRun.open(disk, run);
    DataFiles files = new DataFiles(saved.dataPlaces(dataDir));
    Comparison comparison = new Comparison(disk, run);
    try (Assembly parts = Assembly.of(saved.config(), new Host.Alone(files), threads)) {
      for (SavedRun.ChangedFile file : saved.changed(files.used())) {
        throw new DataException(
            "data differs: " + file.path() + ": the bytes are not those that " + run + " began with");
      }
      for (String file : saved.changedWeights(parts.origins())) {
        throw new DataException(
            "weights differ: " + file + ": the bytes are not those that " + run + " began with; it cannot come again");
      }
      progress.started(run, saved.experiment(), parts.network().parameterCount(), parts.data().train().rows(), _ -> {});
      return comparison.train(parts, progress);
    }
  }

  /// What a run left.
  private static final class Comparison {
    private final @Nullable String divergence;
    private final List<String> header;
    private final List<List<String>> rows;
    private final boolean whole;
    private final Checkpoints.@Nullable Opened last;
    private final Checkpoints.@Nullable Opened best;
    private final List<String> equal = new ArrayList<>();
    private int epochs;

    Comparison(Disk disk, Path run) {
      String status = String.valueOf(SavedRun.summary(disk, run).get("status"));
      Checkpoints checkpoints = new Checkpoints(disk, run.resolve("checkpoints"));
      whole = List.of("finished", "diverged").contains(status);
      last = checkpoints.exist() ? checkpoints.open() : null;
      if (!whole && last == null) {
        throw new DamagedFile(run, "has no checkpoint yet, so that there is nothing to compare with");
      }
      boolean hasBest = last != null && checkpoints.hasBest() && checkpoints.bestBelongsTo(last.commit());
      best = hasBest ? checkpoints.openBest() : null;
      Path stopped = run.resolve(TrainingRun.DIVERGENCE);
      divergence = status.equals("diverged") ? disk.text(stopped) : null;
      Path metrics = run.resolve(TrainingRun.METRICS);
      List<List<String>> cells =
          new String(disk.read(metrics), UTF_8).lines().map(line -> List.of(line.split(",", -1))).toList();
      if (cells.isEmpty()) {
        throw new DamagedFile(metrics, "is empty");
      }
      header = cells.getFirst();
      int epochs = cells.size() - 1;
      rows = cells.subList(1, 1 + (whole || last == null ? epochs : (int) Math.min(epochs, last.commit().epoch())));
    }

    Reproduction train(Assembly parts, Progress progress) {
      List<String> columns = new ArrayList<>(MetricsFile.FIRST);
      columns.addAll(parts.trainer().columns());
      for (int c = 0; c < Math.max(columns.size(), header.size()); c++) {
        differ(0, "heading " + (c + 1) + " of metrics.csv", cell(header, c), cell(columns, c));
      }
      try {
        parts.trainer().run(listener(parts, progress));
        if (!whole || epochs < rows.size()) {
          differ(epochs + 1, "epoch", "the run goes on", "the training ends");
        }
        return new Reproduction(epochs, List.copyOf(equal), null);
      } catch (Reached _) {
        return new Reproduction(epochs, List.copyOf(equal), null);
      } catch (Diverged diverged) {
        return afterDivergence(diverged);
      } catch (Different different) {
        return new Reproduction(epochs, List.copyOf(equal), different.difference);
      }
    }

    private Reproduction afterDivergence(Diverged diverged) {
      try {
        row(diverged.epoch());
        int epoch = diverged.epoch().epoch();
        if (divergence != null) {
          differ(epoch, TrainingRun.DIVERGENCE, divergence, Json.pretty(diverged.where()));
        } else if (!whole || epochs < rows.size()) {
          differ(epoch, "epoch", "the run goes on", "diverged: " + diverged.getMessage());
        }
        return new Reproduction(epochs, List.copyOf(equal), null);
      } catch (Different different) {
        return new Reproduction(epochs, List.copyOf(equal), different.difference);
      }
    }

    private Trainer.Listener listener(Assembly parts, Progress progress) {
      return new Trainer.Listener() {
        @Override
        public void step(int epoch, int batch, int batches, double loss) {
          progress.step(epoch, batch, batches, loss);
          if (batch < batches) {
            states(parts, epoch);
          }
        }

        @Override
        public void epoch(EpochResult result, boolean isBest) {
          row(result);
          states(parts, result.epoch());
        }
      };
    }

    /// Compares with the checkpoints of this step, and ends where nothing is left to compare.
    private void states(Assembly parts, int epoch) {
      long step = parts.trainer().training().steps();
      for (Checkpoints.Opened opened : Arrays.asList(best, last)) {
        if (opened != null && opened.commit().step() == step) {
          String file = String.valueOf(opened.content().file().getFileName());
          Checkpoints.Difference found = Checkpoints.difference(opened, parts::state);
          if (found != null) {
            differ(epoch, file + " " + found.name(), found.stored(), found.now());
          }
          equal.add(file);
        }
      }
      if (!whole && last != null && last.commit().step() <= step) {
        throw new Reached();
      }
    }

    private void row(EpochResult result) {
      List<String> now = MetricsFile.cells(result).stream().map(String::valueOf).toList();
      if (epochs == rows.size()) {
        differ(result.epoch(), "epoch", "the run ends", "the training goes on");
      }
      for (int c = 0; c < header.size(); c++) {
        differ(result.epoch(), header.get(c), cell(rows.get(epochs), c), cell(now, c));
      }
      epochs++;
    }

    private static String cell(List<String> cells, int index) {
      return index < cells.size() ? cells.get(index) : "nothing";
    }
  }

  private static void differ(int epoch, String what, String then, String now) {
    if (!then.equals(now)) {
      throw new Different(new Difference(epoch, what, then, now));
    }
  }

  /// Ends a training that differs.
  private static final class Different extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Difference difference;

    Different(Difference difference) {
      super(null, null, false, false);
      this.difference = difference;
    }
  }

  /// Ends a training whose run went no further.
  private static final class Reached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Reached() {
      super(null, null, false, false);
    }
  }
}
