package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nnrun.data.Shuffle;
import nnrun.metric.Metric;
import nnrun.optim.Optimizer;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A small run with every optimizer, schedule, regularization and order of the rows, and with all metrics, interrupted
/// at the end of an epoch, behind a checkpoint in the middle of one, and again: it ends in the bytes of one that was
/// not.
class ResumeCatalogueTest {
  @TempDir Path folder;

  static Stream<String> components() {
    return Stream.of(
            of(Optimizer.class, "optimizer: %s"),
            of(Schedule.class, "schedule: %s"),
            of(Regularization.class, "regularization: [%s]"),
            Stream.of(Shuffle.values()).map(order -> train("shuffle: " + order.name().toLowerCase(Locale.ROOT))),
            Stream.of(train("early_stopping: {patience: 2, min_delta: 0.05}"), metrics()))
        .flatMap(lines -> lines);
  }

  private static String train(String setting) {
    return "train: {batch_size: 9, epochs: 5, checkpoint: {every_steps: 3}, " + setting + "}";
  }

  private static String metrics() {
    return Catalogue.of(Metric.class).entries().stream()
        .map(entry -> entry.name().equals("top_k") ? "{type: top_k, k: 1}" : entry.name())
        .collect(Collectors.joining(", ", "metrics: [", "]"));
  }

  /// With its defaults, and for what a config must give, its examples; lengths are those of a small run.
  private static Stream<String> of(Class<?> catalogue, String place) {
    return Catalogue.of(catalogue).entries().stream()
        .map(entry -> {
          StringBuilder yaml = new StringBuilder("{type: " + entry.name());
          for (Parameter p : entry.parameters()) {
            if (p.example() != null) {
              yaml.append(", ")
                  .append(p.name())
                  .append(": ")
                  .append(p.example().replace("500", "5").replace("[10, 20]", "[1, 3]"));
            }
          }
          return place.formatted(yaml.append('}'));
        });
  }

  @ParameterizedTest
  @MethodSource("components")
  void anInterruptedRunEndsInTheSameBytes(String component) throws Exception {
    Path config = config(component);
    Path whole = folder.resolve("whole");
    Runs.train(config, whole, 1, new Runs.Silent());
    Path run = folder.resolve("run");
    for (Progress stop : List.of(new Runs.StopAfter(1), new Runs.StopIn(2, 4), new Runs.StopAfter(3))) {
      assertThatThrownBy(
              () -> {
                if (Files.exists(run)) {
                  Runs.resume(run, 2, stop);
                } else {
                  Runs.train(config, run, 1, stop);
                }
              })
          .isInstanceOf(Runs.Stopped.class);
      Checkpoints.Commit last = new Checkpoints(new LocalDisk(), run.resolve("checkpoints")).open().commit();
      assertThat(last.step()).isEqualTo(stop instanceof Runs.StopAfter(int epoch) ? 4L * epoch : 6);
    }
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(Runs.results(whole));
  }

  private Path config(String component) throws IOException {
    String optimizer = component.startsWith("optimizer") ? "" : "optimizer: {type: adam, lr: 0.01}\n";
    return Files.writeString(
        folder.resolve("config.yaml"),
        """
        data: {source: {type: moons, n: 60}, split: {val: 0.2, test: 0.2}}
        model: [dense: 5, batch_norm, tanh, dense: 2]
        loss: cross_entropy
        """
            + (component.startsWith("train") ? "" : train("shuffle: epoch") + "\n")
            + (component.startsWith("metrics") ? "" : "metrics: [accuracy]\n")
            + optimizer
            + component
            + "\n");
  }
}
