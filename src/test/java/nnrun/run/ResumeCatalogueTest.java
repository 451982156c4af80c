package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nnrun.optim.Optimizer;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.spec.Catalogue;
import nnrun.spec.Parameter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A small run with every optimizer, schedule and regularization, interrupted in the middle of an epoch, at the end of
/// one, and again: it ends in the bytes of one that was not.
class ResumeCatalogueTest {
  @TempDir Path folder;

  static Stream<String> components() {
    return Stream.of(
            of(Optimizer.class, "optimizer: %s"),
            of(Schedule.class, "schedule: %s"),
            of(Regularization.class, "regularization: [%s]"))
        .flatMap(lines -> lines);
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
    for (Progress stop : List.of(new Runs.StopAfter(1), new Runs.StopIn(2, 2), new Runs.StopAfter(3))) {
      assertThatThrownBy(
              () -> {
                if (Files.exists(run)) {
                  Runs.resume(run, 2, stop);
                } else {
                  Runs.train(config, run, 1, stop);
                }
              })
          .isInstanceOf(Runs.Stopped.class);
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
        train: {batch_size: 9, epochs: 5}
        metrics: [accuracy]
        """
            + optimizer
            + component
            + "\n");
  }
}
