package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Setting;
import nnrun.config.Yaml;
import nnrun.expect.Expectation;
import nnrun.run.Cost;
import nnrun.run.DamagedFile;
import nnrun.run.Disk;
import nnrun.run.DiskException;
import nnrun.run.Experiment;
import nnrun.run.Progress;
import nnrun.run.Results;
import nnrun.run.RunFolder;
import nnrun.run.RunStopped;
import nnrun.run.TrainingRun;
import nnrun.search.Objective;
import nnrun.train.Diverged;
import org.jspecify.annotations.Nullable;

/// Threads that train trials, one thread a trial. Other processes may do the same in the same folder: whoever holds the
/// lock on a trial's folder trains it.
final class Workers implements AutoCloseable {
  private static final long POLL_MILLIS = 100;
  private static final long STOP_MILLIS = 5000;
  private static final long TABLE_NANOS = 1_000_000_000L;

  private enum Verdict {
    DONE,
    /// Somebody else is at work on it.
    ELSEWHERE,
    /// A process died over it, or its memory did not suffice: it is tried again with nothing beside it.
    SUSPECT,
    LEFT
  }

  private final SweepFolder folder;
  private final Sweep sweep;
  private final Sweeping.Conduct conduct;
  private final SharedData data;
  private final Memory memory;
  private final Map<String, Cost> costs;
  private final Tables tables;
  private final Objective objective;
  private final ExecutorService threads;

  /// One for each trial that may compute at a time. There are more threads: some wait for the device.
  private final Semaphore cores;

  private final double deadline;
  private final Set<String> running = new ConcurrentSkipListSet<>();
  private SweepFolder.@Nullable Round round;
  private final Map<String, Tables.Row> rows = new LinkedHashMap<>();
  private final Set<String> done = new LinkedHashSet<>();

  private final Set<String> left = new LinkedHashSet<>();
  private final long start = System.nanoTime();
  private long lastTable;
  private volatile boolean stopped;

  Workers(
      SweepFolder folder,
      Sweep sweep,
      Sweeping.Conduct conduct,
      SharedData data,
      Memory memory,
      Map<String, Cost> costs,
      Tables tables,
      Objective objective) {
    this.folder = folder;
    this.sweep = sweep;
    this.conduct = conduct;
    this.data = data;
    this.memory = memory;
    this.costs = costs;
    this.tables = tables;
    this.objective = objective;
    deadline = sweep.spec.budget().wall() == null ? Double.POSITIVE_INFINITY : sweep.spec.budget().wall().seconds();
    AtomicInteger number = new AtomicInteger();
    ThreadFactory named =
        task -> Thread.ofPlatform().daemon().name("nnrun-trial-" + number.incrementAndGet()).unstarted(task);
    threads = Executors.newFixedThreadPool(2 * conduct.parallel(), named);
    cores = new Semaphore(conduct.parallel(), true);
  }

  /// Looks up what earlier calls have left.
  synchronized void started(List<Trial> trials) throws InterruptedException {
    round = conduct.retryFailed() ? folder.round() : null;
    int before = 0;
    for (Trial trial : trials) {
      Result result = folder.result(trial.id());
      rows.put(trial.id(), judged(trial, result));
      before += result.status() == Result.Status.PENDING ? 0 : 1;
    }
    conduct.listener().started(folder.path(), rows.size(), before, objective.measure());
  }

  synchronized Tables.Row row(Trial trial) {
    return rows.getOrDefault(trial.id(), new Tables.Row(trial, Result.PENDING));
  }

  /// Whether the budget is spent.
  synchronized boolean exhausted() {
    return !left.isEmpty();
  }

  /// Returns when all of them are done, by whatever process, or left for want of budget.
  ///
  /// @param epochs after which they are paused, or null
  void train(List<Trial> trials, @Nullable Integer epochs) throws InterruptedException {
    int until = epochs == null ? Integer.MAX_VALUE : epochs;
    synchronized (this) {
      trials.forEach(trial -> rows.putIfAbsent(trial.id(), new Tables.Row(trial, Result.PENDING)));
    }
    List<Trial> suspects = pass(trials, until, false);
    for (Trial suspect : suspects) {
      List<Trial> again = List.of(suspect);
      while (!again.isEmpty()) {
        again = pass(again, until, true);
      }
    }
  }

  /// @return suspects
  private List<Trial> pass(List<Trial> trials, int until, boolean alone) throws InterruptedException {
    List<Trial> suspects = new ArrayList<>();
    List<Trial> open = trials;
    while (!open.isEmpty()) {
      List<Future<Verdict>> verdicts = new ArrayList<>();
      for (Trial trial : open) {
        verdicts.add(threads.submit(() -> look(trial, until, alone)));
      }
      List<Trial> elsewhere = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        switch (verdict(verdicts.get(i))) {
          case ELSEWHERE -> elsewhere.add(open.get(i));
          case SUSPECT -> suspects.add(open.get(i));
          case LEFT -> leave(open.get(i));
          case DONE -> {}
        }
      }
      open = elsewhere;
      if (!open.isEmpty()) {
        Thread.sleep(POLL_MILLIS);
      }
    }
    return suspects;
  }

  private Verdict verdict(Future<Verdict> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      stopped = true; // the others end what they are at
      switch (e.getCause()) {
        case RuntimeException bad -> throw bad;
        case Error bad -> throw bad;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private synchronized void leave(Trial trial) {
    left.add(trial.id());
  }

  private boolean isDone(Result result, int until) {
    return switch (result.status()) {
      case FINISHED, DIVERGED, FAILED -> true;
      case PAUSED -> result.epochs() >= until;
      case PENDING -> false;
    };
  }

  private Verdict look(Trial trial, int until, boolean alone) throws InterruptedException {
    String id = trial.id();
    Result known = folder.result(id);
    if (isDone(known, until) && !(conduct.retryFailed() && known.status().isFailure())) {
      record(trial, known);
      return Verdict.DONE;
    }
    try (Core core = new Core(cores)) {
      return look(trial, until, alone, core);
    }
  }

  /// The right to compute, which is given back as soon as there is only the device to wait for.
  private static final class Core implements AutoCloseable {
    private final Semaphore cores;
    private boolean held = true;

    Core(Semaphore cores) throws InterruptedException {
      this.cores = cores;
      cores.acquire();
    }

    @Override
    public void close() {
      if (held) {
        held = false;
        cores.release();
      }
    }
  }

  private Verdict look(Trial trial, int until, boolean alone, Core core) throws InterruptedException {
    String id = trial.id();
    if (stopped || !mayBegin(id)) {
      return Verdict.LEFT;
    }
    RunFolder claimed = folder.claim(id);
    if (claimed == null) {
      return Verdict.ELSEWHERE;
    }
    try (claimed) {
      Result known = folder.result(id); // nobody else changes it now
      if (isDone(known, until)) {
        if (!isToRetry(id, known)) {
          record(trial, known);
          return Verdict.DONE;
        }
        folder.forget(id, claimed);
      }
      if (round != null) {
        folder.tries(round, id);
      }
      return attempt(trial, until, alone, claimed, core);
    }
  }

  private boolean isToRetry(String id, Result result) {
    return round != null && result.status().isFailure() && !folder.triedIn(round, id);
  }

  /// Whether the budget allows one more; of several processes each asks while no other does.
  private synchronized boolean mayBegin(String id) throws InterruptedException {
    if ((System.nanoTime() - start) / 1e9 >= deadline) {
      return false;
    }
    Integer most = sweep.spec.budget().trials();
    if (most == null) {
      return true;
    }
    try (Disk.Lock _ = folder.lock()) {
      Set<String> begun = folder.begun();
      if (begun.contains(id)) {
        return true;
      }
      return rows.keySet().stream().filter(begun::contains).count() < most && folder.mark(id);
    }
  }

  private Verdict attempt(Trial trial, int until, boolean alone, RunFolder claimed, Core core)
      throws InterruptedException {
    String id = trial.id();
    int deaths = folder.deaths(id);
    if (deaths >= SweepFolder.MOST_DEATHS) {
      return fail(trial, "the process that trained it died " + deaths + " times; --retry-failed tries it again");
    }
    if (deaths > 0 && !alone) {
      return Verdict.SUSPECT;
    }
    Cost cost = costs.get(trial.point().id());
    long needed = cost == null ? 0 : cost.bytes();
    if (!memory.take(needed)) {
      return fail(
          trial,
          "needs "
              + mebibytes(needed)
              + " of memory, and there are "
              + mebibytes(memory.total())
              + "; give more with NNRUN_JVM_OPTS=-Xmx8g");
    }
    try {
      running.add(id); // until its attempt is off the disk, since stop() waits for that
      folder.begin(id);
      return train(trial, until, alone, claimed, core);
    } finally {
      memory.giveBack(needed);
      try {
        folder.end(id);
      } finally {
        running.remove(id);
      }
    }
  }

  private static String mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) / (1 << 20) + " MiB";
  }

  private Verdict train(Trial trial, int until, boolean alone, RunFolder claimed, Core core) {
    try {
      try {
        goOn(trial, until, claimed, core);
      } catch (DamagedFile _) { // a power cut may leave that, see DeferredDisk
        claimed.clear();
        goOn(trial, until, claimed, core);
      }
    } catch (RunStopped _) {
      return Verdict.LEFT;
    } catch (Diverged _) {
      // its summary says so
    } catch (DiskException e) {
      throw e; // none of the others would fare better
    } catch (OutOfMemoryError _) {
      claimed.clear();
      return alone ? fail(trial, "out of memory; give more with NNRUN_JVM_OPTS=-Xmx8g") : Verdict.SUSPECT;
    } catch (ConfigException | IllegalArgumentException e) {
      return fail(trial, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      return fail(trial, "a bug in nnrun: " + e);
    }
    record(trial, folder.result(trial.id()));
    return Verdict.DONE;
  }

  private void goOn(Trial trial, int until, RunFolder claimed, Core core) throws ConfigException {
    try (DeferredDisk deferred = new DeferredDisk(folder.disk(), core::close)) {
      goOn(trial, until, claimed, claimed.on(deferred));
    }
  }

  private void goOn(Trial trial, int until, RunFolder claimed, RunFolder run) throws ConfigException {
    TrainingRun.Conduct alone = new TrainingRun.Conduct(1, new Quiet(), new TrainingRun.Pictures() {}, data, until);
    if (folder.disk().isFile(claimed.file(RunFolder.CONFIG))) {
      TrainingRun.resume(run, alone);
      return;
    }
    claimed.clear();
    Config<Experiment> config = trial.config();
    List<String> overrides = trial.settings().stream().map(Setting::toString).toList();
    TrainingRun.begin(
        new TrainingRun.Request(config, overrides, conduct.arguments(), sweep.dataPlaces, _ -> run, conduct.version()),
        alone);
  }

  /// Notes and warnings go to the trial's log alone.
  private final class Quiet implements Progress {
    private Consumer<String> log = _ -> {};

    @Override
    public void started(Path folder, Experiment experiment, long parameters, int trainingRows, Consumer<String> lines) {
      log = lines;
    }

    @Override
    public boolean wantsStop() {
      return stopped;
    }

    @Override
    public void note(String text) {
      log.accept("note: " + text);
    }

    @Override
    public void warning(String text) {
      log.accept(text);
    }
  }

  private Verdict fail(Trial trial, String reason) {
    String line = reason.lines().findFirst().orElse("");
    folder.fail(trial.id(), line);
    record(trial, folder.result(trial.id()));
    return Verdict.DONE;
  }

  /// Held against what the config of the sweep expects now, which may have changed since the trial was trained.
  private Tables.Row judged(Trial trial, Result result) {
    List<Expectation> expected = trial.experiment().expect();
    if (expected.isEmpty() || result.status() != Result.Status.FINISHED) {
      return new Tables.Row(trial, result);
    }
    Results results = Results.of(folder.disk(), folder.trial(trial.id()));
    List<String> unmet =
        expected.stream()
            .map(expectation -> expectation.judge(results))
            .filter(verdict -> !verdict.met())
            .map(verdict -> verdict.expectation() + " (came " + verdict.came() + ")")
            .toList();
    return new Tables.Row(trial, result, unmet);
  }

  private synchronized void record(Trial trial, Result result) {
    Tables.Row row = judged(trial, result);
    Result before = row(trial).result();
    boolean known = before.status() == result.status() && before.epochs() == result.epochs();
    rows.put(trial.id(), row);
    done.add(trial.id());
    if (!known) {
      conduct
          .listener()
          .trial(trial.id(), described(trial), result, row.objective(objective), row.unmet(), done.size(), rows.size());
      long now = System.nanoTime();
      if (now - lastTable > TABLE_NANOS) {
        lastTable = now;
        try (Disk.Lock lock = folder.disk().lock(folder.path());
            DeferredDisk deferred = new DeferredDisk(folder.disk(), () -> {})) {
          if (lock != null) {
            write(deferred); // the last table is the one that must be on the device
          }
        }
      }
    }
  }

  private Sweeping.Best best(Point point) {
    double[] values =
        rows.values().stream()
            .filter(row -> row.trial().point().id().equals(point.id()))
            .mapToDouble(row -> row.objective(objective))
            .filter(Double::isFinite)
            .toArray();
    return new Sweeping.Best(String.join(" ", described(point)), Sample.of(values).mean(), values.length);
  }

  private static List<String> described(Point point) {
    List<String> what = new ArrayList<>();
    point.values().forEach((path, value) -> what.add(path + "=" + value));
    return what;
  }

  private static String described(Trial trial) {
    List<String> what = described(trial.point());
    if (!trial.point().values().containsKey("seed")) {
      what.add("seed=" + trial.experiment().seed());
    }
    if (trial.fold() != null) {
      what.add("fold=" + trial.fold());
    }
    return String.join(" ", what);
  }

  private void write(Disk disk) {
    List<Tables.Row> all = List.copyOf(rows.values());
    disk.replace(folder.file("trials.csv"), tables.trials(all).getBytes(UTF_8));
    disk.replace(folder.file("summary.csv"), tables.summary(all).getBytes(UTF_8));
    Trial best = tables.best(all);
    if (best != null) {
      disk.replace(folder.file("best.yaml"), Yaml.write(best.experiment()).getBytes(UTF_8));
    }
  }

  /// Writes what a sweep ends with.
  synchronized Sweeping.Outcome finish() throws InterruptedException {
    try (Disk.Lock _ = folder.lock()) {
      write(folder.disk());
    }
    Trial best = tables.best(List.copyOf(rows.values()));
    int failed = (int) rows.values().stream().filter(row -> row.result().status().isFailure()).count();
    int unmet = (int) rows.values().stream().filter(row -> !row.unmet().isEmpty()).count();
    return new Sweeping.Outcome(
        folder.path(), rows.size(), failed, unmet, left.size(), best == null ? null : best(best.point()));
  }

  /// What is under way was stopped in an orderly way, so its attempts do not count.
  void stop() throws InterruptedException {
    stopped = true;
    for (long waited = 0; !running.isEmpty() && waited < STOP_MILLIS; waited += POLL_MILLIS / 10) {
      Thread.sleep(POLL_MILLIS / 10);
    }
    running.forEach(folder::end);
  }

  @Override
  public void close() {
    threads.shutdown();
    SweepFolder.Round last = round;
    if (last != null) {
      last.close();
    }
  }
}
