package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import nnrun.config.Config;
import nnrun.config.Yaml;
import nnrun.data.DataFiles;
import nnrun.data.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every config below `configs/`, found by walking the folder.
class ShippedConfigsTest {
  static Stream<Path> configs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("configs"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void gradientsOfEveryShippedConfigAgreeWithFiniteDifferences(Path file) throws Exception {
    Config<Experiment> config = Experiments.read(file, List.of());
    assumeTrue(
        hasData(config.value().data().source()), "NNRUN_DATA is not set, and this config reads files from there");
    DataFiles files = new DataFiles(Experiments.dataPlaces(file, null));
    GradientReport report = GradientReport.of(new GradientReport.Request(config, files, 8, 5, 1));
    assertThat(report.results()).isNotEmpty().allSatisfy(r -> assertThat(r.worst()).as(r.parameter()).isLessThan(1e-6));
    assertThat(report.results()).anySatisfy(r -> assertThat(r.checked()).isPositive());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void theResolvedConfigReadsBackToAnEqualExperiment(Path file) throws Exception {
    Experiment experiment = Experiments.read(file, List.of()).value();
    assertThat(Experiments.parse(Yaml.write(experiment), "resolved").value()).isEqualTo(experiment);
  }

  /// Generators have a seed; `reviews.txt` is shipped.
  private static boolean hasData(Source source) {
    return System.getenv("NNRUN_DATA") != null
        || source instanceof nnrun.data.Text
        || Stream.of(source.getClass().getRecordComponents()).anyMatch(c -> c.getName().equals("seed"));
  }
}
