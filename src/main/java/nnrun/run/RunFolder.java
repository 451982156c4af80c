package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The folder of one run and the lock on it, held until it is closed: `runs/NAME-yyyyMMdd-HHmmss-ID`, the time in UTC,
/// or any folder by its exact path.
public final class RunFolder implements AutoCloseable {
  /// What a run may be called.
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// A folder without this file holds no run: a new run writes it when it can be resumed.
  public static final String CONFIG = "config.resolved.yaml";

  /// The link, or where links are refused the file, that names the newest run of a folder of runs.
  private static final String LATEST = "latest";

  private static final String LATEST_FILE = "latest.txt";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private final Disk disk;
  private final Path path;
  private final Disk.Lock lock;

  private RunFolder(Disk disk, Path path, Disk.Lock lock) {
    this.disk = disk;
    this.path = path;
    this.lock = lock;
  }

  /// A new folder among `runs`, to which `runs/latest` points from now on.
  public static RunFolder create(Disk disk, Path runs, String name, Clock clock) {
    return create(disk, runs, name, clock, () -> ThreadLocalRandom.current().nextInt(1 << 24));
  }

  /// @param ids numbers of 24 bits; the next one is tried when the folder of one exists
  static RunFolder create(Disk disk, Path runs, String name, Clock clock, IntSupplier ids) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a run cannot be called '" + name + "': wanted are 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    disk.createFolders(runs);
    String start = name + "-" + TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)) + "-";
    Path folder;
    do {
      folder = runs.resolve(start + String.format(Locale.ROOT, "%06x", ids.getAsInt()));
    } while (!disk.createFolder(folder));
    disk.forceFolder(runs);
    RunFolder run = open(disk, folder);
    run.becomeLatest(runs);
    return run;
  }

  /// A new run in exactly this folder, which is made, or is empty.
  public static RunFolder createExactly(Disk disk, Path folder) {
    disk.createFolders(folder);
    List<String> content = disk.list(folder);
    if (!content.isEmpty() && !content.contains(Disk.LOCK_FILE)) {
      throw notEmpty(folder, content);
    }
    RunFolder run = open(disk, folder);
    List<String> locked = disk.list(folder);
    if (!locked.equals(List.of(Disk.LOCK_FILE))) {
      run.close();
      throw notEmpty(folder, locked);
    }
    return run;
  }

  private static IllegalArgumentException notEmpty(Path folder, List<String> content) {
    String found = content.stream().filter(name -> !name.equals(Disk.LOCK_FILE)).findFirst().orElseThrow();
    return new IllegalArgumentException(
        folder + ": not empty, it holds " + found + "; choose another folder, or go on with: nnrun resume " + folder);
  }

  /// The folder of an existing run.
  ///
  /// @throws FolderInUse when another process holds it; nothing is touched then
  public static RunFolder open(Disk disk, Path folder) {
    Disk.Lock lock = disk.lock(folder);
    if (lock == null) {
      throw new FolderInUse(folder);
    }
    return new RunFolder(disk, folder, lock);
  }

  private void becomeLatest(Path runs) {
    Path name = path.getFileName();
    if (!disk.replaceLink(runs.resolve(LATEST), name, runs.resolve("." + name + ".tmp"))) {
      disk.replace(runs.resolve(LATEST_FILE), (name + "\n").getBytes(UTF_8));
    }
  }

  /// The newest run among `runs`.
  public static Optional<Path> latest(Disk disk, Path runs) {
    String named = disk.text(runs.resolve(LATEST_FILE));
    Path newest = runs.resolve(named == null ? LATEST : named.strip());
    return Optional.of(newest).filter(disk::isFolder);
  }

  /// One folder of a list of runs.
  ///
  /// @param broken why it holds no run, or null
  public record Listed(Path folder, @Nullable String broken) {}

  /// The folders among `runs` by name; none when `runs` does not exist.
  public static List<Listed> list(Disk disk, Path runs) {
    if (!disk.isFolder(runs)) {
      return List.of();
    }
    return disk.list(runs).stream()
        .filter(name -> !name.equals(LATEST) && !name.endsWith(".tmp")) // a crash may leave a temporary link
        .map(runs::resolve)
        .filter(disk::isFolder)
        .map(folder -> new Listed(folder, disk.isFile(folder.resolve(CONFIG)) ? null : "no " + CONFIG))
        .toList();
  }

  /// The same folder under the same lock, its files by way of another disk.
  public RunFolder on(Disk other) {
    return new RunFolder(other, path, lock);
  }

  /// Removes everything in it but the lock: what a beginning that was interrupted has left.
  public void clear() {
    clear(path);
  }

  private void clear(Path folder) {
    for (String name : disk.list(folder)) {
      Path each = folder.resolve(name);
      if (disk.isFolder(each)) {
        clear(each);
      }
      if (!name.equals(Disk.LOCK_FILE)) {
        disk.delete(each);
      }
    }
  }

  /// The runs that are meant by folders of runs, of sweeps, and of single runs.
  ///
  /// @throws IllegalArgumentException where there is no such folder
  public static List<Listed> find(Disk disk, List<Path> places) {
    List<Listed> runs = new ArrayList<>();
    for (Path place : places) {
      if (!disk.isFolder(place)) {
        throw new IllegalArgumentException(place + ": no such folder");
      }
      Path trials = place.resolve("trials");
      if (disk.isFile(place.resolve(CONFIG))) {
        runs.add(new Listed(place, null));
      } else {
        runs.addAll(list(disk, disk.isFolder(trials) ? trials : place));
      }
    }
    return runs.stream().distinct().toList();
  }

  public Path path() {
    return path;
  }

  public Disk disk() {
    return disk;
  }

  /// A file of the run by its name: `metrics.csv`, `checkpoints/last.safetensors`.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// A folder inside the run, made when it is missing.
  public Path folder(String name) {
    Path folder = path.resolve(name);
    disk.createFolders(folder);
    return folder;
  }

  @Override
  public void close() {
    lock.close();
  }
}
