package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.config.Yaml;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.metric.Confusion;
import nnrun.train.Diverged;
import nnrun.train.EarlyStopping;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;
import org.jspecify.annotations.Nullable;

/// One run in its folder, from its first epoch or from its last checkpoint to the end.
public final class TrainingRun {
  static final String CONFIG_GIVEN = "config.yaml";
  static final String OVERRIDES = "overrides.txt";
  static final String PROVENANCE = "run.json";
  static final String METRICS = "metrics.csv";
  static final String TIMING = "timing.csv";
  static final String LOG = "log.txt";
  static final String SUMMARY = "summary.json";

  /// What a new run is given.
  ///
  /// @param config as [Experiments#read] gives it
  /// @param overrides as on the command line
  /// @param arguments the command line, for run.json
  /// @param runs the folder of runs
  /// @param exact the run's own folder, instead of one among `runs`
  public record Request(
      Config<Experiment> config,
      List<String> overrides,
      List<String> arguments,
      List<Path> dataPlaces,
      Path runs,
      @Nullable Path exact,
      int threads,
      String version) {}

  private final RunFolder folder;
  private final Experiment experiment;
  private final Assembly parts;
  private final Checkpoints checkpoints;
  private final String configHash;
  private final String dataHash;
  private final Progress progress;
  private Appender metrics;
  private final Appender timing;
  private @Nullable String bestHash;
  private long lastEpochNanos;
  private long samplesBefore;

  private TrainingRun(
      RunFolder folder, Experiment experiment, Assembly parts, String dataHash, Progress progress, boolean fresh) {
    this.folder = folder;
    this.experiment = experiment;
    this.parts = parts;
    this.dataHash = dataHash;
    this.progress = progress;
    configHash = Sha256.of(Yaml.write(experiment).getBytes(UTF_8));
    checkpoints = new Checkpoints(folder.disk(), folder.folder("checkpoints"));
    Disk disk = folder.disk();
    metrics = Appender.create(disk, folder.file(METRICS + (fresh ? "" : ".new")));
    timing = Appender.create(disk, folder.file(TIMING));
  }

  private Trainer trainer() {
    return parts.trainer();
  }
}
