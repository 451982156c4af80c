package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import nnrun.run.MemoryDisk.Kept;
import nnrun.run.ScriptedDisk.Fault;
import nnrun.train.Diverged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A small run is stopped, cut off from power, torn or refused at every single file operation, and again while it goes
/// on: `resume` ends in the bytes of a run to which nothing happened.
class CrashTest {
  private static final Path RUN = Path.of("/runs/run");

  /// Between them: a checkpoint each epoch, inside epochs, and not in every epoch; best epochs with a checkpoint and
  /// between two; early stopping that brings the best weights back; means of weights; all files of rows.
  enum Small {
    EVERY_EPOCH(
        """
        data: {source: {type: moons, n: 24}, split: {val: 0.25, test: 0.25}}
        model: [dense: 8, tanh, dense: 2]
        loss: cross_entropy
        optimizer: adam
        train:
          epochs: 4
          batch_size: 5
          checkpoint: {every_epochs: 1}
          early_stopping: {monitor: val.accuracy, patience: 2}
        metrics: [accuracy]
        record: {layers: true}
        """),
    INSIDE_EPOCHS(
        """
        data: {source: {type: moons, n: 20}, split: {test: 0.2}}
        model: [dense: 8, tanh, dropout: 0.3, dense: 2]
        loss: cross_entropy
        optimizer: momentum
        regularization: [ema: 0.9]
        train: {epochs: 3, batch_size: 4, checkpoint: {every_epochs: 9, every_steps: 3}}
        metrics: [accuracy, roc_auc]
        record: {steps: true, histograms: true, update_ratio: true}
        """),
    SOME_EPOCHS(
        """
        precision: float64
        data: {source: {type: function, expression: x1*x2, n: 16}, split: {val: 0.25}}
        model: [dense: 8, batch_norm, relu, dense: 1]
        loss: mse
        schedule: {type: reduce_on_plateau, patience: 0}
        train: {epochs: 5, batch_size: 4, shuffle: once, checkpoint: {every_epochs: 2}}
        metrics: [r2]
        """),
    /// The best epoch lies between two checkpoints, and is brought back at the end.
    BEST_BETWEEN(
        """
        data: {source: {type: moons, n: 16}, split: {val: 0.5}}
        model: [dense: 6, tanh, dense: 2]
        loss: cross_entropy
        optimizer: {type: sgd, lr: 0.5}
        schedule: {type: piecewise, boundaries: [4], factors: [80]}
        train: {epochs: 8, batch_size: 4, checkpoint: {every_epochs: 3}, early_stopping: {patience: 9}}
        """);

    private final String yaml;

    Small(String yaml) {
      this.yaml = yaml;
    }
  }

  /// A disk as the next process finds it.
  private record Moment(String what, MemoryDisk disk) {}

  /// From one pair of moments that are tried to the next.
  private static final int STRIDE = 16;

  /// Ways in which some of what was not forced is still there, tried at each operation.
  private static final int LUCKS = 6;

  @TempDir Path temporary;
  private final Random random = new Random(5);

  /// Of the arrays that disks share, none of which is ever changed.
  private final Map<byte[], String> hashes = new IdentityHashMap<>();

  private Path config(Small small) throws Exception {
    return Files.writeString(temporary.resolve("small.yaml"), small.yaml);
  }

  private static Map<String, String> results(MemoryDisk disk) {
    return Runs.results(disk, RUN);
  }

  /// Goes on with a run wherever it was; what has not become a run yet says so and is made from the start.
  private Map<String, String> recovered(Small small, MemoryDisk disk) throws Exception {
    if (disk.isFile(RUN.resolve(RunFolder.CONFIG))) {
      Runs.resume(disk, RUN, 1, new Runs.Silent());
      return results(disk);
    }
    assertThatThrownBy(() -> Runs.resume(disk, RUN, 1, new Runs.Silent())).isInstanceOf(IllegalArgumentException.class);
    MemoryDisk fresh = new MemoryDisk();
    Runs.train(fresh, config(small), RUN, 1, new Runs.Silent());
    return results(fresh);
  }

  @FunctionalInterface
  private interface Work {
    void on(Disk disk) throws Exception;
  }

  /// Every moment at which the work may be cut off, what it found already there included; equal disks once.
  private List<Moment> moments(MemoryDisk disk, Work work) throws Exception {
    Map<String, Moment> moments = new LinkedHashMap<>();
    int[] k = {0};
    ScriptedDisk.Watcher watcher =
        (what, path, bytes) -> {
          k[0]++;
          String place = k[0] + ": " + what;
          add(moments, "stopped before " + place, disk.after(Kept.ALL, random));
          add(moments, "power cut before " + place, disk.after(Kept.NOTHING, random));
          for (int i = 0; i < LUCKS; i++) {
            add(moments, "power cut, some kept, before " + place, disk.after(Kept.SOME, random));
          }
          if (bytes != null) {
            for (int torn : new TreeSet<>(List.of(0, 1, bytes.remaining() / 2, bytes.remaining() - 1))) {
              if (torn >= 0 && torn < bytes.remaining()) {
                MemoryDisk cut = disk.after(Kept.ALL, random);
                ByteBuffer there = bytes.slice(bytes.position(), torn);
                if (what.startsWith("append")) {
                  cut.append(path, there);
                } else {
                  cut.write(path, there);
                }
                add(moments, "torn after " + torn + " bytes of " + place, cut);
              }
            }
          }
        };
    work.on(new ScriptedDisk(disk, watcher));
    return List.copyOf(moments.values());
  }

  private void add(Map<String, Moment> moments, String what, MemoryDisk disk) {
    StringBuilder content = new StringBuilder();
    disk.files(Path.of("/"))
        .forEach((name, bytes) -> content.append(name).append(hashes.computeIfAbsent(bytes, Sha256::of)));
    moments.putIfAbsent(content.toString(), new Moment(what, disk));
  }

  @Test
  void whereverARunIsCutOffItEndsInTheSameBytes() throws Exception {
    int tried = 0;
    for (Small small : Small.values()) {
      MemoryDisk disk = new MemoryDisk();
      Path config = config(small);
      List<Moment> moments = moments(disk, through -> Runs.train(through, config, RUN, 1, new Runs.Silent()));
      Map<String, String> expected = results(disk);
      assertThat(moments).as(small.name()).hasSizeGreaterThan(200);
      for (Moment moment : moments) {
        assertThat(recovered(small, moment.disk)).as(small + ", " + moment.what).isEqualTo(expected);
      }
      tried += moments.size();
    }
    assertThat(tried).as("different moments").isGreaterThan(1000);
  }

  @ParameterizedTest
  @EnumSource(Small.class)
  void cutOffAgainWhileItGoesOnItEndsInTheSameBytes(Small small) throws Exception {
    MemoryDisk disk = new MemoryDisk();
    Path config = config(small);
    List<Moment> first = moments(disk, through -> Runs.train(through, config, RUN, 1, new Runs.Silent()));
    Map<String, String> expected = results(disk);
    int tried = 0;
    for (int i = random.nextInt(STRIDE); i < first.size(); i += STRIDE) {
      Moment moment = first.get(i);
      if (moment.disk.isFile(RUN.resolve(RunFolder.CONFIG))) {
        List<Moment> second = moments(moment.disk, through -> Runs.resume(through, RUN, 1, new Runs.Silent()));
        for (int j = random.nextInt(STRIDE); j < second.size(); j += STRIDE) {
          assertThat(recovered(small, second.get(j).disk))
              .as(moment.what + ", then " + second.get(j).what)
              .isEqualTo(expected);
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(60);
  }

  /// One batch an epoch: the step that fails is the first one after a checkpoint, with nothing but the checkpoint to
  /// tell what came before.
  @Test
  void aRunThatDivergesDoesSoInTheSameBytesWhereverItIsCutOff() throws Exception {
    Path config =
        Files.writeString(
            temporary.resolve("diverging.yaml"),
            """
            data: {source: {type: function, expression: 3*x1, n: 16}}
            model: [dense: 1]
            loss: mse
            optimizer: {type: sgd, lr: 30}
            train: {epochs: 60, batch_size: full, checkpoint: {every_epochs: 1}}
            """);
    MemoryDisk disk = new MemoryDisk();
    List<Moment> moments =
        moments(
            disk,
            through ->
                assertThatThrownBy(() -> Runs.train(through, config, RUN, 1, new Runs.Silent()))
                    .isInstanceOf(Diverged.class));
    Map<String, String> expected = results(disk);
    assertThat(expected).containsKeys("divergence.json", "checkpoints/previous.safetensors");
    for (int i = 0; i < moments.size(); i += STRIDE) {
      Moment moment = moments.get(i);
      if (moment.disk.isFile(RUN.resolve(RunFolder.CONFIG))) {
        assertThatThrownBy(() -> Runs.resume(moment.disk, RUN, 1, new Runs.Silent()))
            .as(moment.what)
            .isInstanceOf(Diverged.class);
        assertThat(results(moment.disk)).as(moment.what).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whicheverOperationFailsTheGoodCheckpointStaysAndResumeEndsInTheSameBytes(Fault fault) throws Exception {
    for (Small small : Small.values()) {
      Path config = config(small);
      MemoryDisk whole = new MemoryDisk();
      ScriptedDisk counting = new ScriptedDisk(whole, (_, _, _) -> {});
      Runs.train(counting, config, RUN, 1, new Runs.Silent());
      Map<String, String> expected = results(whole);
      List<String> operations = counting.operations();
      int failed = 0;
      for (int k = 1; k <= operations.size(); k++) {
        MemoryDisk disk = new MemoryDisk();
        ScriptedDisk faulty = new ScriptedDisk(disk, (_, _, _) -> {});
        faulty.failAt(k, fault);
        Throwable problem = catchThrowable(() -> Runs.train(faulty, config, RUN, 1, new Runs.Silent()));
        String place = small + ", " + k + ": " + operations.get(k - 1);
        if (problem == null) {
          assertThat(fault).as(place).isEqualTo(Fault.NO_SPACE);
        } else {
          assertThat(problem).as(place).isInstanceOf(DiskException.class);
          assertThat(problem.getMessage()).startsWith("/").contains(": could not ").doesNotContain("\n");
          failed++;
        }
        if (k > operations.indexOf("rename .last.safetensors.tmp last.safetensors") + 1) {
          assertThat(new Checkpoints(disk, RUN.resolve("checkpoints")).open().notice())
              .as(place)
              .satisfiesAnyOf(
                  notice -> assertThat(notice).isNull(),
                  notice -> assertThat(notice).contains("there is no such file"));
        }
        assertThat(recovered(small, disk)).as(place).isEqualTo(expected);
      }
      assertThat(failed).isGreaterThan(fault == Fault.NO_SPACE ? 20 : 60);
    }
  }
}
