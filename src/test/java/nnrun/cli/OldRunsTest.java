package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import nnrun.config.Json;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run of every format that there was still opens, and says what it said then: `src/test/resources/runs/NAME` holds
/// the folder `run` and what eval and predict printed for `rows.csv` on the day it was made.
class OldRunsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = "first")
  void anOldRunEvaluatesAndPredictsAsThen(String name) throws IOException {
    Path then = Path.of("src/test/resources/runs", name);
    Path run = copy(then.resolve("run"), folder.resolve("run"));
    String rows = then.resolve("rows.csv").toString();

    Cli evaluated = Cli.run("eval", run.toString(), "--data", rows, "--json");
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    Map<Object, Object> measures = new LinkedHashMap<>((Map<?, ?>) Json.parse(evaluated.out()));
    measures.put("data", "rows.csv");
    Map<?, ?> expected = (Map<?, ?>) Json.parse(Files.readString(then.resolve("eval.json")));
    expected.forEach((measure, value) -> assertThat(measures.get(measure)).as("" + measure).isEqualTo(value));

    Cli predicted = Cli.run("predict", run.toString(), "--input", rows);
    assertThat(predicted.exit()).as(predicted.err()).isZero();
    assertThat(predicted.out()).isEqualTo(Files.readString(then.resolve("predictions.csv")));

    Cli listed = Cli.run("runs", "--runs-dir", folder.toString());
    assertThat(listed.out()).containsPattern("run +finished +4 ");
    assertThat(Cli.run("resume", run.toString()).err()).contains("is finished; there is nothing to resume");
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
