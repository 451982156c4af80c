package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.ConfigException;
import nnrun.run.LocalDisk;
import nnrun.run.Progress;
import nnrun.run.TrainingRun;

/// Sweeps of a small config in a folder of the test.
final class Sweeps {
  static final String BASE =
      """
      name: small
      data: {source: {type: moons, n: 60}, split: {val: 20}}
      model: [dense: 4, relu, {type: dense, units: 2, name: logits}]
      loss: cross_entropy
      optimizer: {type: sgd, lr: 0.1}
      train: {epochs: 2, batch_size: 10}
      metrics: [accuracy]
      """;

  private final Path folder;

  Sweeps(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("base.yaml"), BASE);
  }

  Sweep read(String yaml, String... varied) throws Exception {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), "base: base.yaml\n" + yaml);
    return Sweep.read(new Sweep.Request(file, List.of(), List.of(varied), null, null, null));
  }

  Sweeping.Conduct conduct(int parallel) {
    return conduct(parallel, false, "test");
  }

  Sweeping.Conduct conduct(int parallel, boolean retryFailed, String argument) {
    return new Sweeping.Conduct(
        folder.resolve("out"), parallel, retryFailed, List.of(argument), "test", new Sweeping.Listener() {});
  }

  Sweeping.Outcome run(Sweep sweep, int parallel) throws Exception {
    return new Sweeping(sweep, new LocalDisk(), conduct(parallel)).run();
  }

  /// A table of the sweep's folder, each row by its headings.
  List<Map<String, String>> table(String name) throws IOException {
    return rows(folder.resolve("out").resolve(name));
  }

  static List<Map<String, String>> rows(Path file) throws IOException {
    try (var parser =
        org.apache.commons.csv.CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .get()
            .parse(Files.newBufferedReader(file, UTF_8))) {
      return parser.getRecords().stream().map(record -> record.toMap()).toList();
    }
  }

  Path trial(String id) {
    return folder.resolve("out/trials").resolve(id);
  }

  /// Trains the config that a trial's folder holds, as `nnrun train` does.
  Path alone(String id) throws IOException, ConfigException {
    Path run = folder.resolve("alone").resolve(id);
    TrainingRun.Request request =
        new TrainingRun.Request(
            nnrun.run.Experiments.read(trial(id).resolve("config.resolved.yaml"), List.of()),
            List.of(),
            List.of(),
            List.of(),
            TrainingRun.folderIn(new LocalDisk(), run, run, java.time.Clock.systemUTC()),
            "test");
    TrainingRun.begin(request, new TrainingRun.Conduct(1, new Progress() {}, new TrainingRun.Pictures() {}));
    return run;
  }

  /// The files that hold results.
  static final List<String> RESULTS =
      List.of(
          "config.resolved.yaml",
          "metrics.csv",
          "summary.json",
          "predictions.csv",
          "confusion.csv",
          "checkpoints/last.safetensors",
          "checkpoints/best.safetensors",
          "checkpoints/previous.safetensors");
}
