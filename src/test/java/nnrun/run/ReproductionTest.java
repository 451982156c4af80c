package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import nnrun.config.ConfigException;
import nnrun.data.DataException;
import nnrun.train.Diverged;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run is trained again from its folder alone, and the first number that differs is named.
class ReproductionTest {
  private static final String CONFIG =
      """
      seed: 3
      data: {source: {type: csv, path: rows.csv}, split: {val: 6}, scale: standardize}
      model: [dense: 5, tanh, dropout: 0.2, dense: 1]
      loss: mse
      optimizer: {type: adam, lr: 0.02}
      train: {epochs: 6, batch_size: 5, checkpoint: {every_epochs: 2}}
      """;

  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void rows() throws IOException {
    run = folder.resolve("run");
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 30; i++) {
      rows.append(i / 10.0).append(',').append(i % 7).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
  }

  private void train(String config, Progress progress) throws Exception {
    Runs.train(Files.writeString(folder.resolve("config.yaml"), config), run, 1, progress);
  }

  private Reproduction again() throws ConfigException {
    return Reproduction.of(new LocalDisk(), run, null, 2, new Runs.Silent());
  }

  private void replace(String file, String old, String with) throws IOException {
    String text = Runs.text(run.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(run.resolve(file), text.replace(old, with));
  }

  @Test
  void everyPartWithMemoryComesAgain() throws Exception {
    for (String name : Runs.configs().keySet()) {
      Path one = folder.resolve(name);
      Runs.train(Runs.configs().get(name), one, 1, new Runs.Silent());
      Reproduction again = Reproduction.of(new LocalDisk(), one, null, 2, new Runs.Silent());
      assertThat(again.difference()).as(name).isNull();
      assertThat(again.epochs()).isEqualTo(Runs.column(one, "epoch").size());
      assertThat(again.checkpoints()).contains("last.safetensors", "best.safetensors");
    }
  }

  @Test
  void theFirstColumnThatDiffersIsNamedWithBothValues() throws Exception {
    train(CONFIG, new Runs.Silent());
    String then = Runs.column(run, "val.loss").get(3);
    replace("metrics.csv", "," + then + ",", ",0.5,");
    assertThat(again().difference()).isEqualTo(new Reproduction.Difference(4, "val.loss", "0.5", then));
    assertThat(again().epochs()).isEqualTo(3);
  }

  @Test
  void weightsThatDifferAreNamed() throws Exception {
    train(CONFIG.replace("seed: 3", "seed: 4"), new Runs.Silent());
    Path other = Files.move(run, folder.resolve("other"));
    train(CONFIG, new Runs.Silent());
    String last = "checkpoints/last.safetensors";
    Files.copy(other.resolve(last), run.resolve(last), StandardCopyOption.REPLACE_EXISTING);
    Reproduction again = again();
    assertThat(again.epochs()).isEqualTo(6);
    assertThat(again.difference().what()).startsWith("last.safetensors dense_1.weight");
  }

  @Test
  void anotherSeedDiffersInTheFirstEpoch() throws Exception {
    train(CONFIG, new Runs.Silent());
    replace("config.resolved.yaml", "seed: 3", "seed: 4");
    Reproduction.Difference difference = again().difference();
    assertThat(difference.epoch()).isEqualTo(1);
    assertThat(difference.what()).isEqualTo("train.loss");
    assertThat(difference.then()).isEqualTo(Runs.column(run, "train.loss").getFirst()).isNotEqualTo(difference.now());
  }

  @Test
  void aRunThatWasStoppedIsComparedAsFarAsItsCheckpoint() throws Exception {
    assertThatThrownBy(() -> train(CONFIG, new Runs.StopIn(6, 2))).isInstanceOf(Runs.Stopped.class);
    assertThat(again()).isEqualTo(new Reproduction(4, List.of("best.safetensors", "last.safetensors"), null));
  }

  @Test
  void aRunThatWentOnFromTheMiddleOfAnEpochComesAgainInOneGo() throws Exception {
    String often = CONFIG.replace("every_epochs: 2", "every_steps: 3");
    assertThatThrownBy(() -> train(often, new Runs.StopIn(3, 4))).isInstanceOf(Runs.Stopped.class);
    assertThat(new Checkpoints(new LocalDisk(), run.resolve("checkpoints")).open().commit().step() % 5)
        .as("24 rows are 5 batches")
        .isNotZero();
    assertThat(again())
        .as("as far as the checkpoint")
        .isEqualTo(new Reproduction(2, List.of("best.safetensors", "last.safetensors"), null));
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(again().difference()).isNull();
    assertThat(again().epochs()).isEqualTo(6);
    assertThat(again().checkpoints()).contains("last.safetensors");
  }

  @Test
  void aRunThatBeganWithTheWeightsOfAnotherNeedsThemAsTheyWere() throws Exception {
    train(CONFIG, new Runs.Silent());
    Path teacher = Files.move(run, folder.resolve("teacher"));
    train(CONFIG + "init: {type: from_run, run: '" + teacher + "'}\n", new Runs.Silent());
    assertThat(again().difference()).isNull();
    Path best = teacher.resolve("checkpoints/best.safetensors");
    Path last = teacher.resolve("checkpoints/last.safetensors");
    Files.move(last, folder.resolve("kept"));
    Files.copy(best, last);
    assertThatThrownBy(this::again)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("weights differ: " + teacher + "/checkpoints/last.safetensors: ");
    Files.move(teacher, folder.resolve("elsewhere"));
    assertThatThrownBy(this::again).isInstanceOf(ConfigException.class).hasMessageContaining(teacher.toString());
  }

  @Test
  void dataThatAreGoneAreNamedWithTheFoldersSearched() throws Exception {
    train(CONFIG, new Runs.Silent());
    Files.move(folder.resolve("rows.csv"), folder.resolve("rosw.csv"));
    assertThatThrownBy(this::again)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("rows.csv: no such file; searched " + folder)
        .hasMessageEndingWith("did you mean " + folder.resolve("rosw.csv") + "?");
  }

  @Test
  void aRunWithoutACheckpointHasNothingToCompare() throws Exception {
    assertThatThrownBy(() -> train(CONFIG, new Runs.StopIn(1, 2))).isInstanceOf(Runs.Stopped.class);
    assertThatThrownBy(this::again)
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("has no checkpoint yet, so that there is nothing to compare with");
  }

  @Test
  void aRunThatDivergedDivergesAgain() throws Exception {
    String wild = CONFIG.replace("{type: adam, lr: 0.02}", "{type: sgd, lr: 1e4}").replace(", tanh", "");
    assertThatThrownBy(() -> train(wild, new Runs.Silent())).isInstanceOf(Diverged.class);
    assertThat(again().difference()).isNull();
    replace("divergence.json", "\"epoch\" : 1", "\"epoch\" : 2");
    assertThat(again().difference().what()).isEqualTo("divergence.json");
  }

  @Test
  void aRunThatGoesOnWhereThisOneEndsDiffers() throws Exception {
    train(CONFIG, new Runs.Silent());
    replace("config.resolved.yaml", "epochs: 6", "epochs: 5");
    assertThat(again().difference())
        .isEqualTo(new Reproduction.Difference(6, "epoch", "the run goes on", "the training ends"));
    replace("config.resolved.yaml", "epochs: 5", "epochs: 7");
    assertThat(again().difference())
        .isEqualTo(new Reproduction.Difference(7, "epoch", "the run ends", "the training goes on"));
  }

  @Test
  void otherDataAreNamed() throws Exception {
    train(CONFIG, new Runs.Silent());
    Files.writeString(folder.resolve("rows.csv"), "x,y\n" + "1,2\n".repeat(30));
    assertThatThrownBy(this::again)
        .isInstanceOf(DataException.class)
        .hasMessage("data differs: rows.csv: the bytes are not those that " + run + " began with");
  }
}
