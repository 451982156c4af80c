package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Yaml;
import nnrun.data.DataFiles;
import nnrun.state.Snapshot;
import nnrun.state.State;
import nnrun.surface.Surface;
import nnrun.train.CheckpointPlan;
import nnrun.train.Diverged;
import nnrun.train.EpochResult;
import nnrun.train.LayerStatistics;
import nnrun.train.Recording;
import nnrun.train.StepStatistics;
import nnrun.train.Trainer;
import nnrun.train.WeightHistogram;
import org.jspecify.annotations.Nullable;

/// One run in its folder, from its first epoch or from its last checkpoint to the end. The checkpoint is the only
/// commit point: an epoch's row is on the device before the checkpoint that names the length of its file.
public final class TrainingRun {
  static final String CONFIG_GIVEN = "config.yaml";
  static final String OVERRIDES = "overrides.txt";
  static final String PROVENANCE = "run.json";
  public static final String METRICS = "metrics.csv";
  public static final String LAYERS = "layers.csv";
  public static final String STEPS = "steps.csv";
  public static final String HISTOGRAMS = "histograms.csv";
  public static final String TRAJECTORY = "trajectory.csv";
  public static final String TIMING = "timing.csv";
  static final String LOG = "log.txt";
  static final String DIVERGENCE = "divergence.json";
  static final String CHECKS = "checks.json";

  public static final String SUMMARY = "summary.json";

  /// What a new run is given besides its experiment.
  ///
  /// @param overrides as on the command line
  /// @param arguments the command line, for run.json
  /// @param dataPlaces where data files are searched
  /// @param folder makes or names the run's folder
  /// @param version of nnrun
  public record Request(
      Config<Experiment> config,
      List<String> overrides,
      List<String> arguments,
      List<Path> dataPlaces,
      Function<Experiment, RunFolder> folder,
      String version) {}

  /// How a run is carried out; nothing here changes a number.
  ///
  /// @param pictures draws what the files say
  /// @param host of the run; null for one that has the process to itself
  /// @param untilEpoch after which the run is paused if it has not ended
  public record Conduct(int threads, Progress progress, Pictures pictures, @Nullable Host host, int untilEpoch) {
    public Conduct(int threads, Progress progress, Pictures pictures) {
      this(threads, progress, pictures, null, Integer.MAX_VALUE);
    }

    private Host host(List<Path> places) {
      return host == null ? new Host.Alone(places) : host;
    }
  }

  /// Makes SVG by file name; by itself none.
  public interface Pictures {
    /// @param csv the text of metrics.csv
    default Map<String, String> ofMetrics(String csv) {
      return Collections.emptyMap();
    }

    /// @param csv the text of trajectory.csv
    /// @param surface that the path lies on; null for that of a net
    default Map<String, String> ofTrajectory(String csv, @Nullable Surface surface) {
      return Collections.emptyMap();
    }
  }

  /// What became of a run.
  ///
  /// @param summary what summary.json says
  public record Outcome(Path folder, Map<String, @Nullable Object> summary) {}

  private final RunFolder folder;
  private final Disk disk;
  private final Experiment experiment;
  private final Assembly parts;
  private final Conduct conduct;
  private final Checkpoints checkpoints;
  private final String config;
  private final String dataHash;
  private final Records records;
  private final @Nullable Trajectory trajectory;
  private final Appender timing;
  private final Appender log;
  private final Snapshot held = new Snapshot();
  private @Nullable String bestHash;
  private @Nullable Best unsavedBest;
  private long epochStart;
  private long samplesBefore;
  private long savedStep;

  private TrainingRun(
      RunFolder folder,
      Experiment experiment,
      Assembly parts,
      String dataHash,
      Conduct conduct,
      Checkpoints checkpoints,
      Checkpoints.@Nullable Opened from) {
    this.folder = folder;
    disk = folder.disk();
    this.experiment = experiment;
    this.parts = parts;
    this.dataHash = dataHash;
    this.conduct = conduct;
    this.checkpoints = checkpoints;
    config = decisive(experiment);
    if (from == null) {
      trajectory = trajectory();
      records = Records.create(disk, headings(), folder::file);
      timing = Appender.create(disk, folder.file(TIMING));
      timing.append(Csv.line(List.of("epoch", "seconds", "samples_per_second")));
      log = Appender.create(disk, folder.file(LOG));
    } else {
      Checkpoints.Commit commit = from.commit();
      if (!commit.data().equals(dataHash)) {
        throw changed(folder.path() + ": the data", "", "bring the old files back, or start a new run");
      }
      checkpoints.requireBest(commit);
      checkpoints.forgetStopsBefore(from);
      from.into(parts::state);
      if (!parts.trainer().finite()) {
        throw new DamagedFile(from.content().file(), "holds NaN or infinities where training cannot go on from any");
      }
      savedStep = commit.step();
      bestHash = commit.best();
      trajectory = trajectory();
      records = Records.resume(disk, headings(), commit.lengths(), folder::file);
      timing = atItsEnd(TIMING);
      log = atItsEnd(LOG);
      samplesBefore = parts.trainer().samples();
    }
  }

  private Appender atItsEnd(String name) {
    Path file = folder.file(name);
    return Appender.resume(disk, file, disk.isFile(file) ? disk.size(file) : 0);
  }

  private @Nullable Trajectory trajectory() {
    return experiment.recording().path() ? new Trajectory(parts.trainer().training()) : null;
  }

  /// The files that the experiment asks for.
  private Map<String, List<String>> headings() {
    Recording wanted = experiment.recording();
    Map<String, List<String>> headings = new LinkedHashMap<>();
    if (wanted.layers()) {
      headings.put(LAYERS, LayerStatistics.COLUMNS);
    }
    if (wanted.steps()) {
      headings.put(STEPS, StepStatistics.COLUMNS);
    }
    if (wanted.histograms()) {
      headings.put(HISTOGRAMS, WeightHistogram.COLUMNS);
    }
    if (trajectory != null) {
      headings.put(TRAJECTORY, trajectory.columns());
    }
    List<String> metrics = new ArrayList<>(MetricsFile.FIRST);
    metrics.addAll(parts.trainer().columns());
    headings.put(METRICS, metrics);
    return headings;
  }

  /// Begins a run and trains it to the end.
  ///
  /// @throws ConfigException when the config does not fit the data or the memory; no folder is left then
  public static Outcome begin(Request request, Conduct conduct) throws ConfigException {
    Experiment experiment = request.config().value();
    Checks.baselines(request.config(), new LocalDisk());
    try (Assembly parts = Assembly.of(request.config(), conduct.host(request.dataPlaces()), conduct.threads());
        RunFolder folder = request.folder().apply(experiment)) {
      Disk disk = folder.disk();
      disk.replace(folder.file(CONFIG_GIVEN), request.config().text().getBytes(UTF_8));
      disk.replace(folder.file(OVERRIDES), lines(request.overrides()).getBytes(UTF_8));
      List<DataFiles.Used> files = parts.loaded().files();
      String provenance =
          Provenance.json(
              experiment,
              request.arguments(),
              files,
              request.dataPlaces(),
              parts.origins(),
              conduct.threads(),
              request.version());
      disk.replace(folder.file(PROVENANCE), provenance.getBytes(UTF_8));
      Checkpoints checkpoints = new Checkpoints(disk, folder.folder("checkpoints"));
      TrainingRun run = new TrainingRun(folder, experiment, parts, hash(files), conduct, checkpoints, null);
      // Last, so that a folder with a resolved config is a run that can be resumed.
      String resolved = experiment.expect().isEmpty() ? run.config : Yaml.write(experiment);
      disk.replace(folder.file(RunFolder.CONFIG), resolved.getBytes(UTF_8));
      List<Warning> warnings = conduct.host(request.dataPlaces()).warnings(request.config(), parts.loaded());
      return run.train(warnings);
    }
  }

  /// Goes on with a run after an interruption.
  ///
  /// @return null when it was finished already
  public static @Nullable Outcome resume(Disk disk, Path path, @Nullable Path dataDir, Conduct conduct)
      throws ConfigException {
    return resume(disk, path, dataDir, false, conduct);
  }

  /// Goes on with a run after an interruption or, where its config allows more than before, after its end.
  ///
  /// @param forceConfig whether keys that [ConfigChange#ALLOWED] names may have changed
  /// @return null when it was finished already
  public static @Nullable Outcome resume(
      Disk disk, Path path, @Nullable Path dataDir, boolean forceConfig, Conduct conduct) throws ConfigException {
    SavedRun saved = SavedRun.open(disk, path);
    try (RunFolder folder = RunFolder.open(disk, path)) {
      return resume(folder, saved, dataDir, forceConfig, conduct);
    }
  }

  /// The same in a folder that is held already.
  public static @Nullable Outcome resume(RunFolder folder, Conduct conduct) throws ConfigException {
    return resume(folder, SavedRun.open(folder.disk(), folder.path()), null, false, conduct);
  }

  private static @Nullable Outcome resume(
      RunFolder folder, SavedRun saved, @Nullable Path dataDir, boolean forceConfig, Conduct conduct)
      throws ConfigException {
    Disk disk = folder.disk();
    Path path = folder.path();
    boolean finished = "finished".equals(SavedRun.summary(disk, path).get("status"));
    if (finished && !forceConfig) {
      conduct.progress().checked(Checked.of(disk, path, saved.experiment()));
      return null;
    }
    Host host = conduct.host(saved.dataPlaces(dataDir));
    Checkpoints checkpoints = new Checkpoints(disk, folder.folder("checkpoints"));
    boolean begun = checkpoints.exist();
    try (Assembly parts =
        begun
            ? Assembly.restorable(saved.config(), host, conduct.threads())
            : Assembly.of(saved.config(), host, conduct.threads())) {
      List<DataFiles.Used> files = parts.loaded().files();
      saved.requireSameData(files);
      Checkpoints.Opened from = begun ? checkpoints.open() : null;
      if (from != null) {
        List<ConfigChange> changes = ConfigChange.between(from.commit().config(), saved.experiment());
        ConfigChange.require(changes, path, forceConfig || saved.hasAcceptedConfig());
        if (finished && changes.isEmpty()) {
          conduct.progress().checked(Checked.of(disk, path, saved.experiment()));
          return null;
        }
        if (from.notice() != null) {
          conduct.progress().note(from.notice());
        }
        if (!changes.isEmpty()) {
          conduct.progress().note("going on with a changed config: " + ConfigChange.sentence(changes));
          if (!saved.hasAcceptedConfig()) {
            saved.acceptConfig(changes);
          }
        }
      }
      if (finished) {
        disk.delete(folder.file(SUMMARY)); // it is not finished any more, whatever happens from here on
        disk.forceFolder(folder.path());
      }
      TrainingRun run = new TrainingRun(folder, saved.experiment(), parts, hash(files), conduct, checkpoints, from);
      return run.train(List.of());
    }
  }

  static IllegalArgumentException changed(String what, String how, String wayOut) {
    return new IllegalArgumentException(
        what + " changed since the run began" + how + ", and going on would mix two experiments; " + wayOut);
  }

  private static String lines(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /// The config as a checkpoint holds it: without what is expected, which decides no number and may change until the
  /// end.
  static String decisive(Experiment experiment) {
    return Yaml.write(experiment.expecting(List.of()));
  }

  /// Of all data files in the order read; generated data are decided by the config alone.
  public static String hash(List<DataFiles.Used> files) {
    StringBuilder all = new StringBuilder();
    files.forEach(f -> all.append(f.path()).append(' ').append(f.bytes()).append(' ').append(f.sha256()).append('\n'));
    return Sha256.of(all.toString().getBytes(UTF_8));
  }

  private Trainer trainer() {
    return parts.trainer();
  }

  private Outcome train(List<Warning> warnings) {
    conduct
        .progress()
        .started(
            folder.path(),
            experiment,
            parts.network().parameterCount(),
            parts.data().train().rows(),
            line -> log.append(line + "\n"));
    warnings.forEach(warning -> conduct.progress().warning(warning.toString()));
    log.flush();
    epochStart = System.nanoTime();
    try {
      trainer().run(listener(), conduct.untilEpoch());
      save(!trainer().finished());
      Outcome outcome = new Outcome(folder.path(), trainer().finished() ? finish() : ending().paused());
      conduct.progress().finished(outcome.summary());
      if (trainer().finished()) {
        check(outcome.summary());
      }
      flush();
      return outcome;
    } catch (Diverged diverged) {
      row(diverged.epoch());
      records.commit();
      saveBest();
      timing.flush();
      Map<String, @Nullable Object> summary = ending().diverged(diverged, conduct.pictures());
      conduct.progress().note("nnrun replay " + folder.path() + " shows what every layer did in that step");
      check(summary);
      log.flush();
      throw diverged;
    }
  }

  private void check(Map<String, @Nullable Object> summary) {
    conduct.progress().checked(Checked.of(disk, Results.of(disk, folder.path(), summary), experiment));
  }

  private Trainer.Listener listener() {
    CheckpointPlan plan = trainer().checkpointPlan();
    Recording wanted = experiment.recording();
    return new Trainer.Listener() {
      @Override
      public void step(int epoch, int batch, int batches, double loss) {
        if (wanted.steps()) {
          records.add(STEPS, StepStatistics.of(epoch, trainer().training()).cells());
        }
        if (trajectory != null) {
          records.add(TRAJECTORY, trajectory.step());
        }
        conduct.progress().step(epoch, batch, batches, loss);
        if (batch < batches) { // behind the last one the epoch is not complete before it is evaluated
          if (plan.dueAfterStep(trainer().training().steps()) && trainer().finite()) {
            save(false);
          }
          stopIfAsked();
        }
      }

      @Override
      public void updated(int epoch) {
        if (wanted.layers()) {
          LayerStatistics.of(parts.network()).forEach(row -> records.add(LAYERS, row.cells(epoch)));
        }
        if (wanted.histograms()) {
          WeightHistogram.of(parts.network())
              .forEach(of -> of.rows(epoch).forEach(row -> records.add(HISTOGRAMS, row)));
        }
      }

      @Override
      public void epoch(EpochResult result, boolean best) {
        row(result);
        boolean due = plan.dueAfterEpoch(result.epoch(), result.step());
        if (best) {
          unsavedBest = best(due);
        }
        if (due) {
          save(false);
        }
        long now = System.nanoTime();
        double seconds = (now - epochStart) / 1e9;
        double rate = (result.samples() - samplesBefore) / seconds;
        epochStart = now;
        samplesBefore = result.samples();
        timing.append(Csv.line(List.of(result.epoch(), round(seconds), round(rate))));
        conduct.progress().epoch(result, best, seconds, rate);
        if (due || plan.dueToShow(result.epoch())) {
          flush();
        }
        if (!trainer().finished()) {
          stopIfAsked();
        }
      }
    };
  }

  private void stopIfAsked() {
    if (conduct.progress().wantsStop()) {
      if (trainer().finite()) {
        save(true);
      } else {
        saveBest();
      }
      flush();
      throw new RunStopped();
    }
  }

  private static double round(double value) {
    return StrictMath.rint(value * 1000) / 1000;
  }

  private void row(EpochResult result) {
    records.add(METRICS, MetricsFile.cells(result));
  }

  private boolean committed() {
    return savedStep == trainer().training().steps();
  }

  private Checkpoints.Commit commit(SortedMap<String, Long> lengths, @Nullable String best) {
    return new Checkpoints.Commit(trainer().epochs(), trainer().training().steps(), config, dataHash, lengths, best);
  }

  /// An epoch better than all before it, to be written before the next checkpoint.
  private record Best(Checkpoints.Commit commit, Consumer<State> state) {}

  /// @param now whether it is written before anything changes, so that nothing has to be copied
  private Best best(boolean now) {
    Checkpoints.Commit commit = commit(records.lengths(), null);
    if (now) {
      return new Best(commit, parts::state);
    }
    held.take(trainer()::state);
    return new Best(commit, s -> parts.state(s, held::show));
  }

  private void saveBest() {
    if (unsavedBest != null) {
      bestHash = checkpoints.saveBest(unsavedBest.commit, unsavedBest.state);
      unsavedBest = null;
    }
  }

  /// @param stopping whether the run ends here because it was asked to, and not because a checkpoint is due
  private void save(boolean stopping) {
    if (committed()) {
      return;
    }
    SortedMap<String, Long> lengths = records.commit();
    saveBest();
    Checkpoints.Commit commit = commit(lengths, bestHash);
    if (stopping) {
      checkpoints.saveStopped(commit, parts::state);
    } else {
      checkpoints.save(commit, parts::state);
    }
    savedStep = trainer().training().steps();
  }

  /// Everything so far is in its files, for others to see.
  private void flush() {
    records.flush();
    timing.flush();
    log.flush();
  }

  private Map<String, @Nullable Object> finish() {
    if (trajectory != null) {
      records.add(TRAJECTORY, trajectory.end());
      records.commit();
    }
    return ending().finished(checkpoints, conduct.pictures());
  }

  private Ending ending() {
    return new Ending(folder, experiment, parts);
  }

  /// The folder of a new run.
  ///
  /// @param exact the run's own folder, or null for a new one among `runs`
  public static Function<Experiment, RunFolder> folderIn(Disk disk, Path runs, @Nullable Path exact, Clock clock) {
    return experiment ->
        exact != null
            ? RunFolder.createExactly(disk, exact)
            : RunFolder.create(disk, runs, String.valueOf(experiment.name()), clock);
  }
}
