package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every value of a config has a place, and the places that it hides are named.
class WhyCommandTest {
  @TempDir Path folder;
  private String base;
  private String config;

  @BeforeEach
  void configs() throws IOException {
    base = folder.resolve("base.yaml").toString();
    config = folder.resolve("config.yaml").toString();
    Files.writeString(
        Path.of(base),
        """
        data: {source: {type: moons, n: 200}}
        model:
          - dense: 8
          - relu
          - {type: dense, units: 2, name: logits}
        loss: cross_entropy
        optimizer: {type: adam, lr: 0.1, beta1: 0.8}
        """);
    Files.writeString(
        Path.of(config),
        """
        extends: base.yaml
        optimizer:
          type: adam
          lr: 3e-3
        train: {epochs: 10}
        """);
  }

  private Cli why(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "why";
    all[1] = config;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Cli.run(all);
  }

  @Test
  void aValueIsShownInItsLineWithAllThatItHides() {
    Cli outcome = why("optimizer.lr", "-o", "optimizer.lr=1");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            optimizer.lr = 1.0
            -o optimizer.lr=1:
               -o | optimizer.lr=1
                  |              ^
            hides 3e-3 of CONFIG:4:7:
                4 |   lr: 3e-3
                  |       ^
            hides 0.1 of BASE:7:29:
                7 | optimizer: {type: adam, lr: 0.1, beta1: 0.8}
                  |                             ^
            hides the default, 1e-3
            """
                .replace("CONFIG", config)
                .replace("BASE", base));
  }

  @Test
  void aLayerMayBeMeantByItsName() {
    assertThat(why("model.logits.units").out()).startsWith("model[2].units = 2\n" + base + ":5:26:\n");
    assertThat(why("model.2.units").out()).isEqualTo(why("model.logits.units").out());
  }

  @Test
  void aDefaultAndWhatFollowsFromTheRestHaveNoPlace() {
    assertThat(why("seed").out()).isEqualTo("seed = 0\nthe default\n");
    assertThat(why("name").out()).isEqualTo("name = config\nfollows from the rest\n");
    assertThat(why("train.early_stopping").out()).isEqualTo("train.early_stopping is not set\n");
  }

  @Test
  void aComponentOfAnotherTypeHidesTheParametersOfTheOneBefore() {
    Cli outcome = why("optimizer", "-o", "optimizer=sgd");
    assertThat(outcome.out()).contains("optimizer.lr ", "3e-3 of " + config + ":4:7, 0.1 of " + base + ":7:29");
    assertThat(outcome.out().lines().filter(line -> line.startsWith("optimizer.lr ")).findFirst().orElseThrow())
        .contains("the default");
  }

  @Test
  void anOptionInsideADefaultLeavesTheRestOfItADefault() {
    assertThat(why("schedule.factor", "-o", "schedule=exponential", "-o", "schedule.gamma=0.9").exit()).isEqualTo(2);
    String out = why("optimizer.groups", "--json").out();
    assertThat(((Map<?, ?>) ((List<?>) Json.parse(out)).getFirst()).get("from")).isNull();
  }

  @Test
  void withoutAKeyAllThatIsNotTheDefaultIsListed() {
    List<String> keys = why().out().lines().skip(1).map(line -> line.split(" ")[0]).toList();
    assertThat(keys)
        .containsExactly(
            "data.source.type",
            "data.source.n",
            "model[0].type",
            "model[0].units",
            "model[1].type",
            "model[2].type",
            "model[2].units",
            "model[2].name",
            "loss.type",
            "optimizer.type",
            "optimizer.lr",
            "optimizer.beta1"); // epochs: 10 is the default
  }

  @Test
  void aMisspeltKeyIsAnsweredWithTheOneProbablyMeant() {
    Cli outcome = why("optimizer.lrr");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("nnrun: optimizer.lrr: no value stands there; did you mean optimizer.lr?\n");
  }
}
