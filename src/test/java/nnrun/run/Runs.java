package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nnrun.config.ConfigException;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;

/// Whole runs of small configs, and the bytes they leave.
final class Runs {
  /// Files that may differ between equal runs.
  private static final List<String> MAY_DIFFER =
      List.of("run.json", "timing.csv", "log.txt", "checks.json", Disk.LOCK_FILE);

  private Runs() {}

  /// Small configs that between them use every part with memory, and sizes that fit no vector and no chain of rows.
  static Map<String, Path> configs() {
    Map<String, Path> configs = new TreeMap<>();
    for (String name : List.of("classes", "plateau", "numbers", "table", "augmented", "documents", "surface")) {
      configs.put(name, Path.of("src/test/resources/runs", name + ".yaml"));
    }
    return configs;
  }

  static TrainingRun.Outcome train(Path config, Path folder, int threads, Progress progress) throws ConfigException {
    return train(new LocalDisk(), config, folder, threads, progress);
  }

  /// @param overrides each `path=value`
  static TrainingRun.Outcome train(Path config, List<String> overrides, Path folder, int threads, Progress progress)
      throws ConfigException {
    return train(new LocalDisk(), config, overrides, folder, threads, progress);
  }

  static TrainingRun.Outcome train(Disk disk, Path config, Path folder, int threads, Progress progress)
      throws ConfigException {
    return train(disk, config, List.of(), folder, threads, progress);
  }

  private static TrainingRun.Outcome train(
      Disk disk, Path config, List<String> overrides, Path folder, int threads, Progress progress)
      throws ConfigException {
    TrainingRun.Request request =
        new TrainingRun.Request(
            Experiments.read(config, overrides),
            overrides,
            List.of(),
            Experiments.dataPlaces(config, null),
            TrainingRun.folderIn(disk, folder, folder, Clock.systemUTC()),
            "test");
    return TrainingRun.begin(request, conduct(threads, progress));
  }

  static TrainingRun.@Nullable Outcome resume(Path folder, int threads, Progress progress) throws ConfigException {
    return resume(new LocalDisk(), folder, threads, progress);
  }

  static TrainingRun.@Nullable Outcome resume(Disk disk, Path folder, int threads, Progress progress)
      throws ConfigException {
    return TrainingRun.resume(disk, folder, null, conduct(threads, progress));
  }

  private static TrainingRun.Conduct conduct(int threads, Progress progress) {
    return new TrainingRun.Conduct(threads, progress, new TrainingRun.Pictures() {});
  }

  /// Every result file of a run by its name, with a hash of its bytes.
  static Map<String, String> results(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, String> results = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!MAY_DIFFER.contains(name)) {
          results.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every result file of a run by its name, with a hash of its bytes.
  static Map<String, String> results(MemoryDisk disk, Path folder) {
    Map<String, String> results = new TreeMap<>();
    disk.files(folder)
        .forEach((name, bytes) -> {
          if (!MAY_DIFFER.contains(name)) {
            results.put(name, Sha256.of(bytes));
          }
        });
    return results;
  }

  /// The cells of metrics.csv under a heading.
  static List<String> column(Path folder, String heading) {
    List<String> lines = text(folder.resolve("metrics.csv")).lines().toList();
    int place = List.of(lines.getFirst().split(",")).indexOf(heading);
    return lines.stream().skip(1).map(line -> line.split(",")[place]).toList();
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Nobody looks.
  static final class Silent implements Progress {}

  /// Keeps what is said.
  static final class Notes implements Progress {
    final List<String> notes = new ArrayList<>();

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  /// Stands for whatever ends a process.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Stops after an epoch.
  record StopAfter(int epoch) implements Progress {
    @Override
    public void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {
      if (result.epoch() == epoch) {
        throw new Stopped();
      }
    }
  }

  /// Stops in the middle of an epoch.
  record StopIn(int epoch, int batch) implements Progress {
    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      if (epoch == this.epoch && batch == this.batch) {
        throw new Stopped();
      }
    }
  }
}
