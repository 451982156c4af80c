package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import nnrun.run.Checkpoints.Commit;
import nnrun.run.Checkpoints.Opened;
import nnrun.state.State;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  /// Something with every kind of memory.
  private static final class Training {
    private final Matrix weight = SafetensorsTest.matrix(Precision.FLOAT32, 2, 3);
    private long step;
    private double product = 1;
    private List<String> classes = List.of();

    static Training at(int epoch) {
      Training training = new Training();
      training.step = 10L * epoch;
      training.product = 1.0 / (3 + epoch);
      training.classes = List.of("cat, dog", "größe", "\"" + epoch + "\"");
      for (int i = 0; i < training.weight.size(); i++) {
        training.weight.put(i, epoch + 0.1 * i);
      }
      return training;
    }

    void state(State s) {
      State layer = s.in("dense_1");
      layer.matrix("weight", weight);
      step = s.whole("step", step);
      product = s.real("product", product);
      classes = s.texts("classes", classes);
    }
  }

  @TempDir private Path folder;
  private final ScriptedDisk disk = new ScriptedDisk();

  private Path last() {
    return folder.resolve("last.safetensors");
  }

  private static Commit commit(int epoch) {
    return new Commit(
        epoch,
        10L * epoch,
        "c0ffee",
        "da7a",
        new TreeMap<>(Map.of("metrics.csv", 100L * epoch, "steps.csv", 7L)),
        null);
  }

  private void assertStands(Opened opened, int epoch) {
    assertThat(opened.commit()).isEqualTo(commit(epoch));
    Training loaded = new Training();
    opened.into(loaded::state);
    Training expected = Training.at(epoch);
    assertThat(loaded.step).isEqualTo(expected.step);
    assertThat(loaded.product).isEqualTo(expected.product);
    assertThat(loaded.classes).isEqualTo(expected.classes);
    for (int i = 0; i < 6; i++) {
      assertThat(loaded.weight.at(i)).isEqualTo(expected.weight.at(i));
    }
  }

  private Checkpoints saved(int... epochs) {
    Checkpoints checkpoints = new Checkpoints(disk, folder);
    for (int epoch : epochs) {
      checkpoints.save(commit(epoch), Training.at(epoch)::state);
    }
    return checkpoints;
  }

  @Test
  void whatWasSavedComesBack() {
    saved(1);
    Opened opened = new Checkpoints(disk, folder).open();
    assertThat(opened.notice()).isNull();
    assertStands(opened, 1);
  }

  @Test
  void savingForcesTheFileThenRenamesThenForcesTheFolder() {
    Checkpoints checkpoints = saved(1);
    disk.operations().clear();
    checkpoints.save(commit(2), Training.at(2)::state);
    assertThat(disk.operations())
        .containsExactly(
            "write .last.safetensors.tmp",
            "force .last.safetensors.tmp",
            "rename last.safetensors previous.safetensors",
            "rename .last.safetensors.tmp last.safetensors",
            "forceFolder " + folder.getFileName());
  }

  @Test
  void aFailureAtAnyOperationLeavesAGoodCheckpoint() {
    for (int k = 1; k <= 5; k++) {
      Checkpoints checkpoints = saved(1, 2);
      disk.failAt(k, true);
      assertThatThrownBy(() -> checkpoints.save(commit(3), Training.at(3)::state)).isInstanceOf(DiskException.class);
      disk.failAt(Integer.MAX_VALUE, false);

      Checkpoints resumed = new Checkpoints(disk, folder);
      assertStands(resumed.open(), k < 5 ? 2 : 3);
      resumed.save(commit(3), Training.at(3)::state);
      assertStands(new Checkpoints(disk, folder).open(), 3);
    }
  }

  @Test
  void aDamagedLastCheckpointIsReplacedByThePreviousOneWhichIsKeptUntilTheNextIsSafe() throws IOException {
    saved(1, 2);
    Files.write(last(), new byte[100]);
    Checkpoints resumed = new Checkpoints(disk, folder);
    Opened opened = resumed.open();
    assertStands(opened, 1);
    assertThat(opened.notice()).startsWith(last() + ": ").endsWith("; going on from previous.safetensors");

    disk.operations().clear();
    resumed.save(commit(2), Training.at(2)::state);
    assertThat(disk.operations()).doesNotContain("rename last.safetensors previous.safetensors");
    Files.delete(last());
    assertStands(new Checkpoints(disk, folder).open(), 1);
  }

  @Test
  void withoutAnyGoodCheckpointBothAreNamed() throws IOException {
    saved(1, 2);
    Files.write(last(), new byte[3]);
    Files.write(folder.resolve("previous.safetensors"), new byte[4]);
    assertThatThrownBy(() -> new Checkpoints(disk, folder).open())
        .isInstanceOf(DamagedFile.class)
        .hasMessageContaining("no usable checkpoint")
        .hasMessageContaining("last.safetensors: ends after 3 bytes")
        .hasMessageContaining("previous.safetensors: ends after 4 bytes");
  }

  @Test
  void aMutatedCheckpointIsNeverUsed() throws IOException {
    saved(1);
    byte[] whole = Files.readAllBytes(last());
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      byte[] mutated = whole.clone();
      int at = random.nextInt(mutated.length);
      mutated[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(last(), mutated);
      try {
        assertStands(new Checkpoints(disk, folder).open(), 1); // a space of the padding may become a tab
      } catch (DamagedFile e) {
        assertThat(e).hasMessageContaining("last.safetensors");
      }
    }
  }

  @Test
  void theBestCheckpointIsKnownByItsHash() throws IOException {
    Checkpoints checkpoints = saved(1);
    String hash = checkpoints.saveBest(commit(1), Training.at(1)::state);
    assertThat(hash).hasSize(64);
    Commit next = new Commit(2, 20, "c0ffee", "da7a", new TreeMap<>(), hash);
    assertThat(checkpoints.bestBelongsTo(next)).isTrue();
    assertStands(checkpoints.openBest(), 1);
    checkpoints.save(next, Training.at(2)::state);
    assertThat(new Checkpoints(disk, folder).open().commit()).isEqualTo(next);
    checkpoints.saveBest(commit(2), Training.at(2)::state);
    assertThat(checkpoints.bestBelongsTo(next)).isFalse();
    assertThat(checkpoints.bestBelongsTo(commit(1))).as("a later one will be written again").isTrue();
  }

  @Test
  void equalStatesGiveEqualFiles() throws IOException {
    saved(1);
    byte[] first = Files.readAllBytes(last());
    saved(1);
    assertThat(last()).hasBinaryContent(first);
  }

  @Test
  void everyNameThatDoesNotFitIsListed() {
    saved(1);
    Opened opened = new Checkpoints(disk, folder).open();
    Matrix larger = SafetensorsTest.matrix(Precision.FLOAT64, 2, 4);
    assertThatThrownBy(() ->
            opened.into(s -> {
              s.matrix("dense_1.weight", larger);
              s.matrix("dense_2.weight", larger);
              s.real("product", 1);
              s.real("step", 1);
            }))
        .isInstanceOf(DamagedFile.class)
        .hasMessage(
            last()
                + ": does not fit this network; missing: dense_2.weight, real.step;"
                + " left over: texts.classes, whole.step;"
                + " of another shape: dense_1.weight is F32 [2, 3] in the file and F64 [2, 4] here");
  }

  @Test
  void numbersComeBackBitForBit() {
    double[] reals = {
      0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e23, 2.0 / 3
    };
    Checkpoints checkpoints = new Checkpoints(disk, folder);
    checkpoints.save(
        commit(1),
        s -> {
          for (int i = 0; i < reals.length; i++) {
            s.real("r" + i, reals[i]);
          }
          s.whole("w", Long.MIN_VALUE);
        });
    checkpoints
        .open()
        .into(s -> {
          for (int i = 0; i < reals.length; i++) {
            assertThat(Double.doubleToLongBits(s.real("r" + i, 5))).isEqualTo(Double.doubleToLongBits(reals[i]));
          }
          assertThat(s.whole("w", 5)).isEqualTo(Long.MIN_VALUE);
        });
  }

  @Test
  void twoPartsOfOneNameAreABug() {
    assertThatIllegalStateException()
        .isThrownBy(() ->
            saved()
                .save(
                    commit(1),
                    s -> {
                      s.whole("step", 1);
                      s.whole("step", 2);
                    }))
        .withMessageContaining("step");
  }

  @Test
  void aFileOfAnotherProgramOrVersionIsNoCheckpoint() {
    Checkpoints checkpoints = new Checkpoints(disk, folder);
    disk.replace(last(), Safetensors.content(Map.of(), Map.of("format", "pt")));
    assertThatThrownBy(checkpoints::open)
        .hasMessage(last() + ": is of the format pt; this nnrun reads nnrun-checkpoint-1");
    disk.replace(last(), Safetensors.content(Map.of(), Map.of()));
    assertThatThrownBy(checkpoints::open)
        .hasMessage(last() + ": is no checkpoint of nnrun: its metadata has no format");
  }
}
