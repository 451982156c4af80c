package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nnrun.train.StepReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any step of a run can be looked at again, with the numbers that it had.
class ReplayTest {
  @TempDir Path folder;

  private Path run(String config) throws Exception {
    Path file = Files.writeString(folder.resolve("config.yaml"), config);
    Path run = folder.resolve("run");
    Runs.train(file, run, 1, new Runs.Silent());
    return run;
  }

  private static StepReport.Row row(StepReport step, String layer, String tensor) {
    return step.rows().stream()
        .filter(r -> r.layer().equals(layer) && r.tensor().equals(tensor))
        .findFirst()
        .orElseThrow();
  }

  /// y = w·x with w = 3: y = (3, 6), loss (y - t)² = (9, 36), their mean 22.5. dL/dy = 2y/2 = (3, 6), dL/dw = 3·1 + 6·2
  /// = 15, dL/db = 9; with η = 0.1 w moves by -1.5 to 1.5. sd of y: √((1.5² + 1.5²)/2) = 1.5.
  @Test
  void aStepCalculatedByHand() throws Exception {
    Path run = handMade();
    Replay replay = Replay.of(new LocalDisk(), run, 1L, null, 1);
    StepReport step = replay.step();
    assertThat(replay.fromStep()).isZero();
    assertThat(step.firstBad()).isNull();
    assertThat(step.batch()).containsExactly(0, 1);
    assertThat(step.loss()).isEqualTo(22.5);
    assertThat(row(step, "dense_1", "output")).isEqualTo(exact("output", 3, 6, 4.5, 1.5));
    assertThat(row(step, "dense_1", "output.gradient")).isEqualTo(exact("output.gradient", 3, 6, 4.5, 1.5));
    assertThat(row(step, "dense_1", "weight.gradient")).isEqualTo(exact("weight.gradient", 15, 15, 15, 0));
    assertThat(row(step, "dense_1", "bias.gradient").mean()).isEqualTo(9);
    assertThat(row(step, "dense_1", "weight.update").mean()).isCloseTo(-1.5, within(1e-6));
    assertThat(row(step, "dense_1", "weight").mean()).isCloseTo(1.5, within(1e-6));
  }

  private Path handMade() throws Exception {
    Files.writeString(folder.resolve("two.csv"), "x,y\n1,0\n2,0\n");
    return run(
        """
        data: {source: {type: csv, path: two.csv}}
        model: [{type: dense, units: 1, init: {type: constant, value: 3}}]
        loss: mse
        optimizer: {type: sgd, lr: 0.1}
        train: {epochs: 3, batch_size: 2, shuffle: none}
        """);
  }

  private static StepReport.Row exact(String tensor, double min, double max, double mean, double sd) {
    return new StepReport.Row("dense_1", tensor, min, max, mean, sd, 0, 0, false);
  }

  /// Dropout, Adam, batch norm and a schedule with memory: from the checkpoint of the epoch before and from the
  /// beginning the step is the same.
  @Test
  void aStepIsTheSameFromWhicheverCheckpoint() throws Exception {
    Path run = folder.resolve("classes");
    Runs.train(Runs.configs().get("classes"), run, 1, new Runs.Silent());
    long last = new Checkpoints(new LocalDisk(), run.resolve("checkpoints")).open().commit().step();
    Replay near = Replay.of(new LocalDisk(), run, last, null, 1);
    assertThat(near.fromStep()).isPositive();
    for (String name : new String[] {"last", "previous", "best"}) {
      Files.deleteIfExists(run.resolve("checkpoints/" + name + ".safetensors"));
    }
    Replay far = Replay.of(new LocalDisk(), run, last, null, 2);
    assertThat(far.fromStep()).isZero();
    assertThat(far.step()).isEqualTo(near.step());
  }

  @Test
  void aStepThatTheRunHasNotIsNamed() throws Exception {
    Path run = handMade();
    for (long step : new long[] {0, -1, 4, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> Replay.of(new LocalDisk(), run, step, null, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(run + " has no step " + step + "; it has 1 to 3");
    }
    assertThatThrownBy(() -> Replay.of(new LocalDisk(), run, null, null, 1))
        .hasMessage(run + " did not diverge; which step is wanted? Give --step N, from 1");
  }

  @Test
  void otherDataAreRefused() throws Exception {
    Path run = handMade();
    Files.writeString(folder.resolve("two.csv"), "x,y\n1,0\n2,1\n");
    assertThatThrownBy(() -> Replay.of(new LocalDisk(), run, 1L, null, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the data file two.csv changed since the run began");
  }

  @Test
  void nothingIsWritten() throws Exception {
    Path run = handMade();
    var before = Runs.results(run);
    Replay.of(new LocalDisk(), run, 2L, null, 1);
    assertThat(Runs.results(run)).isEqualTo(before);
  }

  @Test
  void whatEndedTheRunBehindTheStepIsTold() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            data: {source: {type: function, expression: "3*x1", n: 64}}
            model: [dense: 1]
            loss: mse
            optimizer: {type: sgd, lr: 1e25}
            regularization: [{l2: 1}]
            train: {epochs: 9, batch_size: full}
            """);
    Path run = folder.resolve("run");
    assertThatThrownBy(() -> Runs.train(config, run, 1, new Runs.Silent()));
    assertThat(replayed(run).after()).isEqualTo("train.penalty became Infinity in epoch 1, step 1");
    assertThat(replayed(run).step().firstBad()).isNull();
  }

  private static Replay replayed(Path run) {
    try {
      return Replay.of(new LocalDisk(), run, null, null, 1);
    } catch (nnrun.config.ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
