package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nnrun.config.Json;
import nnrun.run.DamagedFile;
import nnrun.run.Disk;
import nnrun.run.FolderInUse;
import nnrun.run.RunFolder;
import nnrun.run.SavedRun;
import nnrun.run.Timing;
import nnrun.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/// The folder of a sweep, which any number of processes may work in. What has become of a trial is told by its run
/// folder `trials/ID`, and by `failures/ID.json` where there is no run to tell it. A kernel lock on the run folder says
/// that somebody is at work on it. `attempts/ID` is there while a process trains a trial: one that nobody is at work on
/// tells of a process that died.
final class SweepFolder {
  /// Deaths without progress in between after which a trial is not tried again.
  static final int MOST_DEATHS = 2;

  private static final long LOCK_MILLIS = 10;

  private final Disk disk;
  private final Path path;
  private final Path attempts;
  private final Path failures;

  SweepFolder(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
    attempts = path.resolve("attempts");
    failures = path.resolve("failures");
  }

  /// Makes what is missing of it.
  void create() {
    for (Path folder : List.of(path.resolve("trials"), attempts, failures)) {
      disk.createFolders(folder);
    }
  }

  Path path() {
    return path;
  }

  /// Waits for its lock, which is held for the moment of writing a table.
  Disk.Lock lock() throws InterruptedException {
    while (true) {
      Disk.Lock lock = disk.lock(path);
      if (lock != null) {
        return lock;
      }
      Thread.sleep(LOCK_MILLIS);
    }
  }

  Path file(String name) {
    return path.resolve(name);
  }

  Disk disk() {
    return disk;
  }

  Path trial(String id) {
    return path.resolve("trials").resolve(id);
  }

  private Path failure(String id) {
    return failures.resolve(id + ".json");
  }

  /// What its files tell of a trial; whether somebody is at work on it they do not. One whose files were damaged is
  /// trained again.
  Result result(String id) {
    try {
      return read(id);
    } catch (DamagedFile _) {
      return Result.PENDING;
    }
  }

  private Result read(String id) {
    String failed = failed(id);
    if (failed != null) {
      return Result.failed(failed);
    }
    Path folder = trial(id);
    Map<String, @Nullable Object> summary = SavedRun.summary(disk, folder);
    Result.Status status =
        switch (String.valueOf(summary.get("status"))) {
          case "finished" -> Result.Status.FINISHED;
          case "diverged" -> Result.Status.DIVERGED;
          case "paused" -> Result.Status.PAUSED;
          default -> Result.Status.PENDING;
        };
    if (status == Result.Status.PENDING) {
      return Result.PENDING;
    }
    return new Result(
        status,
        summary.get("diverged") instanceof String reason ? reason : "",
        whole(summary.get("epochs")),
        whole(summary.get("best_epoch")),
        SavedRun.numbers(summary.get("final")),
        SavedRun.numbers(summary.get("best")),
        SavedRun.numbers(summary.get("test")),
        Timing.seconds(disk, folder));
  }

  private @Nullable String failed(String id) {
    try {
      Map<String, @Nullable Object> failure = SavedRun.json(disk, failure(id));
      return failure.isEmpty() ? null : String.valueOf(failure.get("reason"));
    } catch (DamagedFile e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static long whole(@Nullable Object number) {
    return number instanceof Long value ? value : 0;
  }

  /// The trials that anybody has begun, those of earlier calls among them: each has its folder.
  Set<String> begun() {
    return new LinkedHashSet<>(disk.list(path.resolve("trials")));
  }

  /// Counts a trial among those that were begun.
  ///
  /// @return false where it was before
  boolean mark(String id) {
    return disk.createFolder(trial(id));
  }

  /// The run folder of a trial, locked; null while somebody else is at work on it.
  @Nullable RunFolder claim(String id) {
    Path folder = trial(id);
    disk.createFolders(folder);
    try {
      return RunFolder.open(disk, folder);
    } catch (FolderInUse _) {
      return null;
    }
  }

  /// Takes note of a failure that left no run.
  void fail(String id, String reason) {
    disk.replace(failure(id), Json.pretty(Collections.singletonMap("reason", reason)).getBytes(UTF_8));
  }

  /// A call that tries failed trials again. Calls at one time share its number, so that each trial is tried once.
  ///
  /// @param lock of the first of them; null in the others
  record Round(long number, Disk.@Nullable Lock lock) implements AutoCloseable {
    @Override
    public void close() {
      if (lock != null) {
        lock.close();
      }
    }
  }

  /// Begins a round, or joins the one that another process is at.
  Round round() throws InterruptedException {
    Path file = failures.resolve("round");
    try (Disk.Lock _ = lock()) {
      Disk.Lock first = disk.lock(failures);
      long number = number(file) + (first == null ? 0 : 1);
      if (first != null) {
        disk.replace(file, Long.toString(number).getBytes(UTF_8));
      }
      return new Round(number, first);
    }
  }

  private long number(Path file) {
    String text = disk.text(file);
    return text == null || text.isEmpty() /* after a power cut */ ? 0 : Long.parseLong(text);
  }

  /// Whether a trial was tried in this round. To be asked by whoever has claimed it.
  boolean triedIn(Round round, String id) {
    return number(failures.resolve(id + ".round")) == round.number;
  }

  void tries(Round round, String id) {
    disk.write(failures.resolve(id + ".round"), ByteBuffer.wrap(Long.toString(round.number).getBytes(UTF_8)));
  }

  /// Forgets a failure, so that the trial is tried again.
  void forget(String id, RunFolder claimed) {
    disk.delete(failure(id));
    disk.delete(attempts.resolve(id));
    claimed.clear();
  }

  /// How often a process died over a trial, deaths counted from where it came to no further. To be asked by whoever has
  /// claimed it.
  int deaths(String id) {
    return (int) lines(attempts.resolve(id)).filter(epochs(id)::equals).count();
  }

  /// A process begins to train a trial: a line an attempt, with how far the trial had come.
  void begin(String id) {
    String text = (epochs(id) + "\n").repeat(deaths(id) + 1);
    disk.write(attempts.resolve(id), ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /// The lines of its metrics.csv.
  private String epochs(String id) {
    return Long.toString(lines(trial(id).resolve(TrainingRun.METRICS)).count());
  }

  private Stream<String> lines(Path file) {
    String text = disk.text(file);
    return text == null ? Stream.empty() : text.lines();
  }

  /// It has ended, or was stopped in an orderly way.
  void end(String id) {
    disk.delete(attempts.resolve(id));
  }
}
