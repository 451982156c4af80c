package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nnrun.train.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a run writes its state, and what it does with the best epoch between two checkpoints.
class CheckpointTimesTest {
  private static final Path RUN = Path.of("/run");
  private static final int EPOCHS = 8;

  @TempDir Path temporary;

  /// From epoch 5 on the rate is so high that the loss rises: the best epoch is the fourth.
  private Path config(String checkpoint) throws Exception {
    String text =
        """
        name: times
        data: {source: {type: moons, n: 40}, split: {val: 0.5}}
        model: [dense: 6, tanh, dense: 2]
        loss: cross_entropy
        optimizer: {type: sgd, lr: 0.3}
        schedule: {type: piecewise, boundaries: [4], factors: [300]}
        train: {epochs: 8, batch_size: 5, checkpoint: %s, early_stopping: {monitor: train.loss, patience: 9}}
        """;
    return Files.writeString(temporary.resolve("times.yaml"), text.formatted(checkpoint));
  }

  private static Map<String, String> train(Path config, MemoryDisk disk) throws Exception {
    Runs.train(disk, config, RUN, 1, new Runs.Silent());
    return Runs.results(disk, RUN);
  }

  /// Notes what was done in each epoch, and which were the best so far.
  private record Noting(ScriptedDisk disk, List<List<String>> done, List<Integer> best) implements Progress {
    @Override
    public void epoch(EpochResult result, boolean isBest, double seconds, double samplesPerSecond) {
      done.add(List.copyOf(disk.operations()));
      disk.operations().clear();
      if (isBest) {
        best.add(result.epoch());
      }
    }
  }

  @Test
  void betweenTwoCheckpointsNothingIsForcedAndTheBestEpochComesBeforeTheNextOne() throws Exception {
    MemoryDisk memory = new MemoryDisk();
    ScriptedDisk disk = new ScriptedDisk(memory, (_, _, _) -> {});
    Noting noting = new Noting(disk, new ArrayList<>(), new ArrayList<>());
    Runs.train(disk, config("{every_epochs: 3}"), RUN, 1, noting);
    assertThat(noting.best).containsExactly(1, 2, 3, 4);
    List<String> rows = List.of("append metrics.csv", "force metrics.csv");
    List<String> best =
        List.of(
            "write .best.safetensors.tmp",
            "force .best.safetensors.tmp",
            "rename .best.safetensors.tmp best.safetensors",
            "forceFolder checkpoints");
    List<String> last =
        List.of(
            "write .last.safetensors.tmp",
            "force .last.safetensors.tmp",
            "rename .last.safetensors.tmp last.safetensors",
            "forceFolder checkpoints");
    for (int epoch : new int[] {2, 5, 7}) {
      assertThat(noting.done.get(epoch - 1)).as("epoch " + epoch).allMatch(what -> what.startsWith("append "));
    }
    List<String> third = new ArrayList<>(rows);
    third.addAll(best);
    third.addAll(last);
    assertThat(noting.done.get(2)).as("epoch 3").isEqualTo(third);
    assertThat(noting.done.get(5)).as("epoch 6, with the best of epoch 4").containsSubsequence(third);
    assertThat(new Checkpoints(memory, RUN.resolve("checkpoints")).openBest().commit().epoch()).isEqualTo(4);
  }

  @Test
  void howOftenChangesNothingButTheCheckpoints() throws Exception {
    Map<String, String> often = decided(train(config("{every_epochs: 1}"), new MemoryDisk()));
    assertThat(often).containsKeys("metrics.csv", "predictions.csv", "summary.json");
    for (String other : List.of("{every_epochs: 3}", "{every_epochs: 9, every_steps: 7}", "{}")) {
      assertThat(decided(train(config(other), new MemoryDisk()))).as(other).isEqualTo(often);
    }
  }

  private static Map<String, String> decided(Map<String, String> results) {
    Map<String, String> decided = new TreeMap<>(results);
    decided.keySet().removeIf(name -> name.startsWith("config") || name.startsWith("checkpoints"));
    return decided;
  }

  /// Asks to stop in the step or behind the epoch.
  private static final class Stop implements Progress {
    private final int epoch;
    private final int batch;
    private boolean now;

    Stop(int epoch, int batch) {
      this.epoch = epoch;
      this.batch = batch;
    }

    @Override
    public void step(int inEpoch, int inBatch, int batches, double loss) {
      now |= inEpoch == epoch && inBatch == batch;
    }

    @Override
    public boolean wantsStop() {
      return now;
    }
  }

  @Test
  void whoStopsBetweenTwoCheckpointsFindsTheBestEpochAndGoesOnToTheSameBytes() throws Exception {
    for (String checkpoint : List.of("{every_epochs: 3}", "{}")) {
      Path config = config(checkpoint);
      Map<String, String> whole = train(config, new MemoryDisk());
      for (int epoch = 1; epoch < EPOCHS; epoch++) {
        for (int batch : new int[] {2, 4}) {
          MemoryDisk disk = new MemoryDisk();
          Progress stop = new Stop(epoch, batch);
          assertThatThrownBy(() -> Runs.train(disk, config, RUN, 1, stop)).isInstanceOf(RunStopped.class);
          String what = checkpoint + " stopped in epoch " + epoch + ", batch " + batch;
          Checkpoints left = new Checkpoints(disk, RUN.resolve("checkpoints"));
          int complete = batch == 4 ? epoch : epoch - 1;
          if (complete > 0) {
            assertThat(left.openBest().commit().epoch()).as(what).isEqualTo(Math.min(4, complete));
          }
          Runs.resume(disk, RUN, 1, new Runs.Silent());
          assertThat(Runs.results(disk, RUN)).as(what).isEqualTo(whole);
        }
      }
    }
  }
}
