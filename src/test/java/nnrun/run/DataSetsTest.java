package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Configs on real data still reach what docs/PERFORMANCE.md says, with room for the luck of one seed.
class DataSetsTest {
  @BeforeAll
  static void findsTheDataSets() {
    String folder = System.getenv("NNRUN_DATA");
    assumeTrue(folder != null && !folder.isBlank(), "NNRUN_DATA names no folder of real data sets");
  }

  /// Linear models reach 0.95 or more on the three classifications, and an r2 of 0.30 to 0.35 on the wines.
  @ParameterizedTest
  @CsvSource({
    "iris, accuracy, 0.95",
    "wine, accuracy, 0.95",
    "breast-cancer, accuracy, 0.95",
    "wine-quality, r2, 0.30"
  })
  void aSmallSetIsLearnt(String config, String measure, double least, @TempDir Path folder) throws Exception {
    assertThat((Double) test(config, List.of(), folder).get(measure)).isGreaterThanOrEqualTo(least);
  }

  /// A linear classifier reaches 0.92 of MNIST's test images, a net with hidden layers passes it in its first epoch.
  @Test
  void oneEpochOfMnistIsBetterThanAnyLinearModel(@TempDir Path folder) throws Exception {
    Object accuracy = test("mnist-mlp", List.of("train.epochs=1"), folder).get("accuracy");
    assertThat((Double) accuracy).isGreaterThanOrEqualTo(0.94);
  }

  /// The measures of a run on its test rows.
  private static Map<?, ?> test(String name, List<String> overrides, Path folder) throws ConfigException {
    Path config = Path.of("configs", name + ".yaml");
    Path run = folder.resolve("run");
    return (Map<?, ?>) Runs.train(config, overrides, run, 2, new Runs.Silent()).summary().get("test");
  }
}
