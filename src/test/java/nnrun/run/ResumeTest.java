package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nnrun.config.ConfigException;
import nnrun.train.Diverged;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that was interrupted, and how often so ever, ends in the bytes of one that was not.
class ResumeTest {
  @TempDir static Path reference;
  static final Map<String, Map<String, String>> EXPECTED = new TreeMap<>();

  /// Copies of the folders as they were after each epoch, and in the middle of each.
  static final Map<String, List<Path>> MOMENTS = new TreeMap<>();

  @TempDir Path temporary;

  @BeforeAll
  static void trainOnceWithoutInterruption() throws Exception {
    for (Map.Entry<String, Path> config : Runs.configs().entrySet()) {
      String name = config.getKey();
      Path run = reference.resolve(name);
      List<Path> moments = new ArrayList<>();
      Runs.train(config.getValue(), run, 1, new Copying(run, moments));
      EXPECTED.put(name, Runs.results(run));
      MOMENTS.put(name, moments);
    }
  }

  private record Copying(Path run, List<Path> copies) implements Progress {
    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      if (batch == (batches + 1) / 2) {
        copy("in-epoch-" + epoch);
      }
    }

    @Override
    public void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {
      copy("after-epoch-" + result.epoch());
    }

    private void copy(String name) {
      Path copy = run.resolveSibling(run.getFileName() + "-" + name);
      Runs.copy(run, copy);
      copies.add(copy);
    }
  }

  @TestFactory
  List<DynamicTest> fromEveryEpochAndFromTheMiddleOfEvery() {
    List<DynamicTest> tests = new ArrayList<>();
    MOMENTS.forEach((name, moments) -> {
      for (Path moment : moments) {
        tests.add(
            DynamicTest.dynamicTest(
                moment.getFileName().toString(),
                () -> {
                  Path run = temporary.resolve(moment.getFileName());
                  Runs.copy(moment, run);
                  assertThat(Runs.resume(run, 2, new Runs.Silent())).isNotNull();
                  assertThat(Runs.results(run)).isEqualTo(EXPECTED.get(name));
                }));
      }
    });
    assertThat(tests).hasSizeGreaterThan(40);
    return tests;
  }

  @Test
  void interruptedInEveryEpochOneAfterTheOther() throws Exception {
    for (String name : EXPECTED.keySet()) {
      Path run = temporary.resolve(name);
      int epochs = MOMENTS.get(name).size() / 2;
      assertThatThrownBy(() -> Runs.train(Runs.configs().get(name), run, 1, new Runs.StopIn(1, 1)))
          .isInstanceOf(Runs.Stopped.class);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        Progress stop = new Runs.StopAfter(epoch);
        assertThatThrownBy(() -> Runs.resume(run, 1, stop)).isInstanceOf(Runs.Stopped.class);
      }
      Runs.resume(run, 3, new Runs.Silent());
      assertThat(Runs.results(run)).as(name).isEqualTo(EXPECTED.get(name));
    }
  }

  @Test
  void aRunThatDiedBeforeItsFirstCheckpointBeginsWithEpochOne() throws Exception {
    Path run = temporary.resolve("run");
    assertThatThrownBy(() -> Runs.train(Runs.configs().get("classes"), run, 1, new Runs.StopIn(1, 2)))
        .isInstanceOf(Runs.Stopped.class);
    assertThat(run.resolve("checkpoints")).isEmptyDirectory();
    assertThat(run.resolve("config.yaml")).hasSameTextualContentAs(Runs.configs().get("classes"));
    assertThat(run.resolve("overrides.txt")).isEmptyFile();
    assertThat(run.resolve("run.json")).isNotEmptyFile();
    assertThat(run.resolve("config.resolved.yaml")).isNotEmptyFile();
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("classes"));
  }

  @Test
  void aFinishedRunIsLeftAsItIs() throws Exception {
    Path run = temporary.resolve("run");
    Runs.copy(reference.resolve("classes"), run);
    assertThat(Runs.resume(run, 1, new Runs.Silent())).isNull();
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("classes"));
    assertThat(Runs.text(run.resolve("timing.csv")))
        .isEqualTo(Runs.text(reference.resolve("classes").resolve("timing.csv")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,", "5,25,690,0.01,0.5\n", "5,25,690\n6,30", "\0\0\0\0"})
  void aTornRowInMetricsIsCutOff(String torn) throws Exception {
    Path run = interrupted("classes", "after-epoch-4");
    Files.writeString(run.resolve("metrics.csv"), torn, StandardOpenOption.APPEND);
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("classes"));
  }

  @Test
  void aRowThatIsMissingFromMetricsIsDamage() {
    Path run = interrupted("classes", "after-epoch-4");
    write(run.resolve("metrics.csv"), "epoch\n");
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("metrics.csv: has 6 bytes where the checkpoint counts on ");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3, 0.999})
  void whenTheLastCheckpointIsDamagedThePreviousOneIsUsedAndThatIsSaid(double place) throws Exception {
    Path run = interrupted("plateau", "after-epoch-5");
    flipABit(run.resolve("checkpoints/last.safetensors"), place);
    Runs.Notes notes = new Runs.Notes();
    Runs.resume(run, 1, notes);
    assertThat(notes.notes).hasSize(1);
    assertThat(notes.notes.getFirst())
        .startsWith(run.resolve("checkpoints/last.safetensors") + ": ")
        .endsWith("; going on from previous.safetensors")
        .doesNotContain("\n");
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("plateau"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"last", "previous"})
  void aCutCheckpointIsNeverUsed(String which) throws Exception {
    Path run = interrupted("plateau", "after-epoch-5");
    Path file = run.resolve("checkpoints/" + which + ".safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("plateau"));
  }

  @Test
  void whenBothAreDamagedTheRunIsRefused() throws Exception {
    Path run = interrupted("plateau", "after-epoch-5");
    flipABit(run.resolve("checkpoints/last.safetensors"), 0.5);
    flipABit(run.resolve("checkpoints/previous.safetensors"), 0.5);
    Map<String, String> before = Runs.results(run);
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("no usable checkpoint");
    assertThat(Runs.results(run)).isEqualTo(before);
  }

  @Test
  void whenTheBestCheckpointIsDamagedTheRunIsRefusedAtOnceAndCanBeginAgain() throws Exception {
    Path run = interrupted("table", "after-epoch-2");
    flipABit(run.resolve("checkpoints/best.safetensors"), 0.5);
    Map<String, String> before = Runs.results(run);
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("best.safetensors: ")
        .hasMessageEndingWith("without this folder the run begins again with epoch 1");
    assertThat(Runs.results(run)).isEqualTo(before);
    for (String name : List.of("last", "best")) {
      Files.delete(run.resolve("checkpoints/" + name + ".safetensors"));
    }
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("table"));
  }

  @Test
  void aBestCheckpointOfALaterEpochIsWrittenAgain() throws Exception {
    Path run = interrupted("plateau", "after-epoch-4");
    Path best = run.resolve("checkpoints/best.safetensors");
    Files.copy(
        reference.resolve("plateau-after-epoch-5/checkpoints/best.safetensors"),
        best,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Runs.resume(run, 1, new Runs.Silent());
    assertThat(Runs.results(run)).isEqualTo(EXPECTED.get("plateau"));
  }

  @Test
  void changedDataAreRefused() throws Exception {
    Path home = temporary.resolve("home");
    Runs.copy(Path.of("src/test/resources/runs"), home);
    Path run = temporary.resolve("run");
    assertThatThrownBy(() -> Runs.train(home.resolve("table.yaml"), run, 1, new Runs.StopAfter(1)))
        .isInstanceOf(Runs.Stopped.class);
    Map<String, String> before = Runs.results(run);
    Files.writeString(home.resolve("table.csv"), "Aarhus,30,171.5,no\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            ".*: the data file table.csv changed since the run began \\(it was \\d+ bytes with SHA-256 [0-9a-f]{8}..."
                + " and is \\d+ bytes with SHA-256 [0-9a-f]{8}...\\), and going on would mix two experiments; bring the"
                + " old one back, or start a new run");
    assertThat(Runs.results(run)).isEqualTo(before);
  }

  @Test
  void aChangedConfigIsRefused() throws Exception {
    Path run = interrupted("classes", "after-epoch-4");
    Path config = run.resolve("config.resolved.yaml");
    write(config, Runs.text(config).replace("label_smoothing: 0.1", "label_smoothing: 0.2"));
    Map<String, String> before = Runs.results(run);
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "config.resolved.yaml changed since the run began (loss.label_smoothing was 0.1 and is 0.2), and");
    assertThatThrownBy(() -> forced(run, new Runs.Silent()))
        .hasMessageEndingWith(
            "start a new run; --force-config allows only train.epochs, train.checkpoint, "
                + "train.early_stopping.patience, train.early_stopping.min_delta, train.early_stopping.restore_best");
    assertThat(Runs.results(run)).isEqualTo(before);
  }

  private static TrainingRun.@Nullable Outcome forced(Path run, Progress progress) throws ConfigException {
    TrainingRun.Conduct conduct = new TrainingRun.Conduct(1, progress, new TrainingRun.Pictures() {});
    return TrainingRun.resume(new LocalDisk(), run, null, true, conduct);
  }

  @Test
  void whatMayChangeIsAKeyOfAConfig() {
    String schema = Runs.text(Path.of("configs/nnrun.schema.json"));
    for (String key : ConfigChange.ALLOWED) {
      assertThat(schema).contains("\"" + key.substring(key.lastIndexOf('.') + 1) + "\"");
      assertThat(new ConfigChange(key, "1", "2").allowed()).isTrue();
      assertThat(new ConfigChange(key + "x", "1", "2").allowed()).isFalse();
    }
    assertThat(new ConfigChange("train.batch_size", "1", "2").allowed()).isFalse();
    assertThat(new ConfigChange("train.checkpoint.every_steps", "nothing", "2").allowed()).isTrue();
  }

  /// A constant rate does not know how long a run is: the first five epochs of nine are those of a run of five.
  @Test
  void aFinishedRunGoesOnWhenMoreEpochsAreForced() throws Exception {
    String text =
        Runs.text(Runs.configs().get("table"))
            .replace("early_stopping: {patience: 2}", "checkpoint: {every_epochs: 1}");
    Files.copy(Path.of("src/test/resources/runs/table.csv"), temporary.resolve("table.csv"));
    Path config = temporary.resolve("table.yaml");
    write(config, text.replace("epochs: 9", "epochs: 5"));
    Path run = temporary.resolve("run");
    Runs.train(config, run, 1, new Runs.Silent());
    Map<String, String> five = Runs.results(run);
    Path resolved = run.resolve("config.resolved.yaml");
    assertThat(forced(run, new Runs.Silent())).as("nothing changed").isNull();
    assertThat(Runs.results(run)).isEqualTo(five);
    write(resolved, Runs.text(resolved).replace("epochs: 5", "epochs: 9"));
    assertThat(Runs.resume(run, 1, new Runs.Silent())).as("nobody said it shall go on").isNull();
    Runs.Notes notes = new Runs.Notes();
    assertThat(forced(run, notes)).isNotNull();
    assertThat(notes.notes).containsExactly("going on with a changed config: train.epochs was 5 and is 9");
    Path whole = temporary.resolve("whole");
    write(config, text);
    Runs.train(config, whole, 1, new Runs.Silent());
    assertThat(Runs.text(run.resolve("metrics.csv"))).isEqualTo(Runs.text(whole.resolve("metrics.csv")));
    assertThat(Runs.text(run.resolve("predictions.csv"))).isEqualTo(Runs.text(whole.resolve("predictions.csv")));
  }

  /// `last` is of the new config then and `previous` still of the old one, which was finished.
  @Test
  void whoForcedAConfigNeedNotForceItAgainWhenTheLastCheckpointIsDamaged() throws Exception {
    String text =
        Runs.text(Runs.configs().get("table"))
            .replace("early_stopping: {patience: 2}", "checkpoint: {every_epochs: 1}");
    Files.copy(Path.of("src/test/resources/runs/table.csv"), temporary.resolve("table.csv"));
    Path config = temporary.resolve("table.yaml");
    write(config, text.replace("epochs: 9", "epochs: 5"));
    Path run = temporary.resolve("run");
    Runs.train(config, run, 1, new Runs.Silent());
    Path resolved = run.resolve("config.resolved.yaml");
    write(resolved, Runs.text(resolved).replace("epochs: 5", "epochs: 9"));
    Path undamaged = temporary.resolve("undamaged");
    Runs.copy(run, undamaged);
    forced(undamaged, new Runs.Silent());
    assertThatThrownBy(() -> forced(run, new Runs.StopAfter(6))).isInstanceOf(Runs.Stopped.class);
    flipABit(run.resolve("checkpoints/last.safetensors"), 0.5);
    String accepted = Runs.text(resolved);
    write(resolved, accepted.replace("epochs: 9", "epochs: 10"));
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent()))
        .as("another change")
        .hasMessageContaining("train.epochs was 5 and is 10")
        .hasMessageEndingWith("--force-config");
    write(resolved, accepted);
    Runs.Notes notes = new Runs.Notes();
    assertThat(Runs.resume(run, 1, notes)).isNotNull();
    assertThat(notes.notes).hasSize(2);
    assertThat(notes.notes.getFirst()).endsWith("; going on from previous.safetensors");
    assertThat(notes.notes.getLast()).isEqualTo("going on with a changed config: train.epochs was 5 and is 9");
    assertThat(Runs.results(run)).isEqualTo(Runs.results(undamaged));
    assertThat(SavedRun.open(new LocalDisk(), run).changesOnTheWay()).containsExactly("train.epochs was 5 and is 9");
  }

  @Test
  void aDivergedRunDivergesAgainInTheSameBytes() throws Exception {
    String text = Runs.text(Runs.configs().get("numbers"));
    Path config = temporary.resolve("numbers.yaml");
    String fast = "{type: step, epochs: 2, gamma: 1}";
    write(
        config,
        text.replace("precision: float64", "")
            .replace("type: rmsprop, lr: 0.01", "type: rmsprop, lr: 3e37")
            .replace("schedule: cosine", "schedule: " + fast));
    Path run = temporary.resolve("run");
    assertThatThrownBy(() -> Runs.train(config, run, 1, new Runs.Silent())).isInstanceOf(Diverged.class);
    Map<String, String> before = Runs.results(run);
    assertThat(before).containsKeys("metrics.csv", "summary.json");
    assertThatThrownBy(() -> Runs.resume(run, 1, new Runs.Silent())).isInstanceOf(Diverged.class);
    assertThat(Runs.results(run)).isEqualTo(before);
  }

  private Path interrupted(String name, String moment) {
    Path run = temporary.resolve("interrupted");
    Runs.copy(reference.resolve(name + "-" + moment), run);
    return run;
  }

  private static void flipABit(Path file, double place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (place * bytes.length)] ^= 4;
    Files.write(file, bytes);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
