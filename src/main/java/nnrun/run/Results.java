package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nnrun.expect.Evidence;
import nnrun.expect.Measure;
import nnrun.spec.Nearest;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;

/// What a run reached, as summary.json, metrics.csv and timing.csv tell it. Files are read when they are asked for.
public final class Results implements Evidence {
  private final Disk disk;
  private final Path path;
  private final Map<String, @Nullable Object> summary;
  private @Nullable List<EpochResult> rows;

  private Results(Disk disk, Path path, Map<String, @Nullable Object> summary) {
    this.disk = disk;
    this.path = path;
    this.summary = summary;
  }

  /// @throws DamagedFile when summary.json cannot be read
  public static Results of(Disk disk, Path path) {
    return of(disk, path, SavedRun.summary(disk, path));
  }

  /// @param summary what summary.json says
  static Results of(Disk disk, Path path, Map<String, @Nullable Object> summary) {
    return new Results(disk, path, summary);
  }

  public Path path() {
    return path;
  }

  /// What summary.json says; empty while the run goes on.
  public Map<String, @Nullable Object> summary() {
    return summary;
  }

  /// `finished`, `diverged`, or `unfinished`.
  public String status() {
    return summary.isEmpty()
        ? "unfinished"
        : summary.get("status") instanceof String text ? text : "broken: summary.json has no status";
  }

  /// An object of summary.json whose values are numbers: `final`, `best`, `test`.
  public Map<String, Double> numbers(String key) {
    return SavedRun.numbers(summary.get(key));
  }

  /// The rows of metrics.csv; none before there is one.
  public List<EpochResult> rows() {
    if (rows == null) {
      rows = MetricsFile.read(disk, path.resolve(TrainingRun.METRICS));
    }
    return rows;
  }

  @Override
  public double value(Measure measure) throws Missing {
    if (measure.ofTest()) {
      if (!measure.moment().isEmpty()) {
        throw new Missing("the test rows are measured once, at the end; ask for " + measure.column());
      }
      return found(measure.testName(), numbers("test"), "test.");
    }
    return found(measure.column(), at(measure), "");
  }

  /// The measures of the epoch that is meant.
  private Map<String, Double> at(Measure measure) throws Missing {
    if (measure.epoch() > 0) {
      if (measure.epoch() > rows().size()) {
        throw new Missing(path + " has no epoch " + measure.epoch() + "; its last is " + rows().size());
      }
      return rows().get(measure.epoch() - 1).values();
    }
    if (summary.isEmpty()) {
      if (measure.moment().equals(Measure.BEST)) {
        throw new Missing(path + " has not ended, so its best epoch is not known yet");
      }
      if (rows().isEmpty()) {
        throw new Missing(path + " has no epoch yet");
      }
      return rows().getLast().values();
    }
    boolean best =
        measure.moment().isEmpty()
            ? summary.get(Ending.ENDS_IN_BEST) == Boolean.TRUE
            : !measure.moment().equals(Measure.LAST);
    if (best && summary.get("best") == null) {
      throw new Missing(path + " " + status() + ", so it has no best epoch");
    }
    return numbers(best ? "best" : "final");
  }

  private double found(String name, Map<String, Double> values, String prefix) throws Missing {
    Double value = values.get(name);
    if (value == null) {
      String nearest = Nearest.of(name, values.keySet());
      throw new Missing(
          path
              + " has no "
              + prefix
              + name
              + (nearest == null ? "" : "; did you mean " + prefix + nearest + "?")
              + (values.isEmpty() || nearest != null ? "" : "; there are " + String.join(", ", values.keySet())));
    }
    return value;
  }

  @Override
  public List<Double> epochs(String column) throws Missing {
    List<Double> values = new ArrayList<>();
    for (EpochResult row : rows()) {
      values.add(found(column, row.values(), ""));
    }
    return values;
  }

  @Override
  public @Nullable String notFinite() {
    if (summary.get(Ending.DIVERGED) instanceof String diverged) {
      return diverged;
    }
    for (EpochResult row : rows()) {
      for (Map.Entry<String, Double> value : row.values().entrySet()) {
        if (!Double.isFinite(value.getValue())) {
          return value.getKey() + " is " + value.getValue() + " in epoch " + row.epoch();
        }
      }
    }
    for (Map.Entry<String, Double> value : numbers("test").entrySet()) {
      if (!Double.isFinite(value.getValue())) {
        return "test." + value.getKey() + " is " + value.getValue();
      }
    }
    return null;
  }

  @Override
  public double seconds() {
    return Timing.seconds(disk, path);
  }

  @Override
  public String weights() throws Missing {
    if (summary.get(Ending.WEIGHTS_SHA256) instanceof String hash) {
      return hash;
    }
    throw new Missing(path + " is " + status() + ", so its last weights are not known");
  }

  @Override
  public Evidence of(String run) throws Missing {
    return of(disk, run);
  }

  /// Those of a run that a config or an option names.
  ///
  /// @throws Missing when it cannot be read
  static Results of(Disk disk, String run) throws Missing {
    Path other = Path.of(run);
    if (!disk.isFile(other.resolve(RunFolder.CONFIG))) {
      throw new Missing(String.valueOf(SavedRun.noRun(disk, other).getMessage()));
    }
    try {
      return of(disk, other);
    } catch (DamagedFile e) {
      throw new Missing(String.valueOf(e.getMessage()));
    }
  }
}
