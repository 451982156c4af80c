package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.ConfigException;
import nnrun.contract.Numbers;
import nnrun.state.State;
import nnrun.tensor.Matrix;
import nnrun.train.Network;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weights that begin as another run's.
class TransferTest {
  private static final String CONFIG =
      """
      name: net
      precision: %s
      data: {source: {type: moons, n: 40}, split: {val: 0.2}}
      model: [%s]
      %s
      loss: cross_entropy
      train: {epochs: 2, batch_size: 8}
      """;
  private static final String MODEL = "dense: 5, batch_norm, relu, {type: dense, units: 2, name: logits}";

  @TempDir Path folder;
  private Path source;

  @BeforeEach
  void aRun() throws IOException, ConfigException {
    source = folder.resolve("source");
    Runs.train(config("float32", MODEL, ""), source, 1, new Runs.Silent());
  }

  private Path config(String precision, String model, String init) throws IOException {
    return Files.writeString(folder.resolve("net.yaml"), CONFIG.formatted(precision, model, init));
  }

  /// What a network of this config begins with, by name; memory included.
  private Map<String, double[]> beginning(Path config) throws ConfigException {
    try (Assembly parts = Assembly.of(Experiments.read(config, List.of()), new Host.Alone(List.of()), 1)) {
      return matrices(parts.network());
    }
  }

  private Map<String, double[]> trained() throws ConfigException {
    try (SavedRun.Model model = SavedRun.open(new LocalDisk(), source).load(false, 8, 1)) {
      return matrices(model.network());
    }
  }

  private static Map<String, double[]> matrices(Network network) {
    Map<String, double[]> all = new LinkedHashMap<>();
    network.state(
        new State() {
          @Override
          public void matrix(String name, Matrix matrix) {
            all.put(name, Numbers.of(matrix));
          }

          @Override
          public long whole(String name, long value) {
            return value;
          }

          @Override
          public double real(String name, double value) {
            return value;
          }

          @Override
          public List<String> texts(String name, List<String> value) {
            return value;
          }
        });
    return all;
  }

  @Test
  void theModelsInitBringsEveryLayerBackBiasesAndNormsIncluded() throws Exception {
    Map<String, double[]> begins = beginning(config("float32", MODEL, "init: {from_run: " + source + "}"));
    Map<String, double[]> trained = trained();
    assertThat(begins.keySet())
        .containsExactly(
            "dense_1.weight",
            "dense_1.bias",
            "batch_norm_1.gamma",
            "batch_norm_1.beta",
            "logits.weight",
            "logits.bias",
            "batch_norm_1.running_mean",
            "batch_norm_1.running_var");
    begins.forEach((name, numbers) -> assertThat(numbers).as(name).isEqualTo(trained.get(name)));
    assertThat(begins.get("dense_1.bias")).isNotEqualTo(new double[5]);
  }

  @Test
  void aLayerMayHaveAnotherNameThereAndTheOtherPrecision() throws Exception {
    String init = "{type: from_run, run: " + source + ", layer: logits}";
    String model = "dense: 5, relu, {type: dense, units: 2, name: head, init: " + init + "}";
    Map<String, double[]> begins = beginning(config("float64", model, ""));
    assertThat(begins.get("head.weight")).isEqualTo(trained().get("logits.weight"));
    assertThat(begins.get("head.bias")).isEqualTo(trained().get("logits.bias"));
    assertThat(begins.get("dense_1.weight")).isNotEqualTo(trained().get("dense_1.weight"));
  }

  @Test
  void whatTheRunDoesNotHaveIsAnErrorUnlessItSaysHowItBeginsOtherwise() throws Exception {
    String model = "dense: 5, relu, dense: 7, relu, {type: dense, units: 2, name: logits}";
    assertThatThrownBy(() -> beginning(config("float32", model, "init: {from_run: " + source + "}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no dense_2.weight of 5 x 7; say how it begins")
        .hasMessageContaining("has no logits.weight of 7 x 2, it has one of 5 x 2; say how it begins");
    String otherwise = "init: {type: from_run, run: " + source + ", otherwise: {constant: 0.5}}";
    Map<String, double[]> begins = beginning(config("float32", model, otherwise));
    assertThat(begins.get("dense_1.weight")).isEqualTo(trained().get("dense_1.weight"));
    assertThat(begins.get("dense_2.weight")).containsOnly(0.5);
    assertThat(begins.get("logits.weight")).containsOnly(0.5);
    assertThat(begins.get("logits.bias")).containsOnly(0);
  }

  @Test
  void aRunThatIsNotThereIsNamedAtItsPlace() throws Exception {
    Path config = config("float32", MODEL, "init: {from_run: " + folder.resolve("sourc") + "}");
    assertThatThrownBy(() -> beginning(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("net.yaml:5:")
        .hasMessageContaining("no such folder; did you mean " + source);
  }

  /// Its own checkpoint has everything.
  @Test
  void aRunGoesOnWithoutTheOne() throws Exception {
    Path config = config("float32", MODEL, "init: {from_run: " + source + "}");
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    Runs.train(config, whole, 1, new Runs.Silent());
    String hash = Sha256.of(new LocalDisk(), source.resolve("checkpoints/last.safetensors"));
    assertThat(Runs.text(whole.resolve("run.json")).replaceAll("\\s+", " "))
        .as("where the weights came from")
        .contains("\"weights\" : [ { \"path\" : \"" + source, "\"sha256\" : \"" + hash);
    assertThatThrownBy(() -> Runs.train(config, stopped, 1, new Runs.StopAfter(1))).isInstanceOf(Runs.Stopped.class);
    Files.move(source, folder.resolve("elsewhere"));
    Runs.resume(stopped, 1, new Runs.Silent());
    assertThat(Runs.results(stopped)).isEqualTo(Runs.results(whole));
  }
}
