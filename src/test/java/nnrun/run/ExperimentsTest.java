package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nnrun.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentsTest {
  @TempDir private Path folder;

  private Path config(String model) throws IOException {
    Path file = folder.resolve("c.yaml");
    return Files.writeString(file, "data: {source: {type: csv, path: no-such.csv}}\nloss: mse\nmodel: " + model + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[dense: 20, {group_norm: 3}, dense: 2]; model[1].groups: 20 features do not make 3 equal groups",
        "[relu, dense: 20, relu, {group_norm: 20}, dense: 2]; model[3].groups: one number has no spread",
        "[{low_rank_dense: {units: 6, rank: 2}}, instance_norm]; model[1]: one number has no spread",
        "[dense: 20, reshape: [3, 7], dense: 2]; model[1].shape: 3 x 7 are 21 numbers",
        "[dense: 4, dropout: 0.5, dense: 20, tanh, reshape: [4, 4]]; model[4].shape: 4 x 4 are 16 numbers"
      })
  void aLayerBehindADenseOneIsHeldAgainstItsInputWithoutData(String model, String said) throws IOException {
    Path file = config(model);
    assertThatThrownBy(() -> Experiments.read(file, List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.problems()).singleElement().asString().contains(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"[{group_norm: 3}, dense: 2]", "[reshape: [3, 7], relu, dense: 2]"})
  void whatOnlyTheDataCanTellIsNotJudged(String model) throws Exception {
    assertThat(Experiments.read(config(model), List.of()).value().model()).isNotEmpty();
  }

  @Test
  void aModelTooLargeForAnyMemoryIsNoMisfit() throws Exception {
    assertThat(Experiments.read(config("[dense: 1000000, dense: 1000000]"), List.of()).value().model()).hasSize(2);
  }
}
