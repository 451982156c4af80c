package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import nnrun.train.Diverged;
import nnrun.train.Divergence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NaN and infinities end a run in the epoch they come up in, are named, and are never taken for the best.
class DivergenceTest {
  private static final String LINE =
      "data: {source: {type: function, expression: \"3*x1\", n: 64}, split: {val: 16}}\n";

  @TempDir Path temporary;
  private Path run;

  private Diverged diverging(String config) throws IOException {
    run = temporary.resolve("run");
    Path file = Files.writeString(temporary.resolve("config.yaml"), config);
    Diverged diverged = catchThrowableOfType(Diverged.class, () -> Runs.train(file, run, 1, new Runs.Silent()));
    assertThat(diverged).as("it diverges").isNotNull();
    assertThat(Runs.text(run.resolve("summary.json")))
        .contains("\"status\" : \"diverged\"")
        .contains(diverged.getMessage());
    return diverged;
  }

  @Test
  void aLossThatGrowsBeyondAllNumbersIsInTheTableAndTheLastFiniteCheckpointIsKept() throws Exception {
    Diverged diverged =
        diverging(
            LINE.replace(", split: {val: 16}", "")
                + "model: [dense: 1]\n"
                + "loss: mse\n"
                + "optimizer: {type: sgd, lr: 30}\n"
                + "train: {epochs: 50, batch_size: 16}\n");
    assertThat(diverged.getMessage())
        .matches("the loss of the outputs of dense_1 became Infinity in epoch \\d+, step \\d+");
    List<String> losses = Runs.column(run, "train.loss");
    assertThat(losses.getLast()).isIn("NaN", "Infinity");
    assertThat(losses.subList(0, losses.size() - 1)).isNotEmpty().doesNotContain("NaN", "Infinity");
    Checkpoints checkpoints = new Checkpoints(new LocalDisk(), run.resolve("checkpoints"));
    assertThat(checkpoints.open().commit().epoch()).isEqualTo(losses.size() - 1);
    assertThat(checkpoints.openBest().commit().epoch()).isEqualTo(1);
  }

  @Test
  void theLayerWhoseOutputIsNoNumberIsNamed() throws Exception {
    Diverged diverged =
        diverging(
            LINE
                + "model: [{type: dense, units: 4, name: first}, relu, {type: dense, units: 4, name: second}, dense:"
                + " 1]\n"
                + "loss: mse\n"
                + "optimizer: {type: sgd, lr: 1e30}\n"
                + "train: {epochs: 9, batch_size: 8}\n");
    assertThat(diverged.getMessage()).containsPattern("the output of second became (NaN|-?Infinity) in epoch 1, step ");
  }

  @Test
  void aParameterAloneThatIsNoNumberIsNamedInItsEpoch() throws Exception {
    Diverged diverged =
        diverging(
            LINE.replace("3*x1", "30*x1")
                + "model: [dense: 1]\n"
                + "loss: mse\n"
                + "optimizer: {type: sgd, lr: 3e38}\n"
                + "train: {epochs: 9, batch_size: full}\n");
    assertThat(diverged.getMessage()).matches("dense_1\\.\\w+ became -?Infinity in epoch 1, step 1");
    assertThat(Double.parseDouble(Runs.column(run, "train.loss").getLast())).as("of before the step").isFinite();
    assertThat(run.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void anInfiniteMeanOfSquaresIsNotPassedOverInSilence() throws Exception {
    Files.writeString(temporary.resolve("far.csv"), "x,y\n" + "1e22,1\n2e22,2\n".repeat(20));
    Diverged diverged =
        diverging(
            "data: {source: {type: csv, path: far.csv}}\n"
                + "model: [dense: 1]\nloss: mae\noptimizer: adam\ntrain: {epochs: 9, batch_size: full}\n");
    assertThat(diverged.getMessage()).matches("optimizer\\.\\S+ became Infinity in epoch 1, step 1");
  }

  @Test
  void anInfinitePenaltyEndsTheRun() throws Exception {
    Diverged diverged =
        diverging(
            LINE
                + "model: [dense: 1]\nloss: mse\noptimizer: {type: sgd, lr: 1e25}\nregularization: [{l2: 1}]\n"
                + "train: {epochs: 9, batch_size: full}\n");
    assertThat(diverged.getMessage()).isEqualTo("train.penalty became Infinity in epoch 1, step 1");
    assertThat(Runs.column(run, "train.penalty")).containsExactly("Infinity");
  }

  @Test
  void anInfiniteLossOfTheValidationRowsEndsTheRunAndIsNotTheBest() throws Exception {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i < 30 ? i / 30.0 : 1e30).append(',').append(i).append('\n');
    }
    Files.writeString(temporary.resolve("outlier.csv"), csv);
    Diverged diverged =
        diverging(
            "data: {source: {type: csv, path: outlier.csv}, split: {val: 10, in_order: true}}\n"
                + "model: [dense: 1]\nloss: mse\noptimizer: {type: sgd, lr: 0.01}\ntrain: {epochs: 9}\n");
    assertThat(diverged.getMessage()).isEqualTo("val.loss became Infinity in epoch 1, step 1");
    assertThat(Runs.column(run, "val.loss")).containsExactly("Infinity");
    assertThat(run.resolve("checkpoints")).isEmptyDirectory();
  }

  private static final String HUGE = "data: {source: {type: csv, path: huge.csv}}\nmodel: [dense: 1]\n";

  /// Σ x·sign(y - t) over two rows of x = 3e38 is beyond float32, while each row's loss |w·x - t| is not: w is about
  /// 1e-3.
  private Diverged byAnInfiniteGradient(String optimizer) throws IOException {
    Files.writeString(temporary.resolve("huge.csv"), "x,y\n" + "3e38,1\n".repeat(8));
    return diverging(
        HUGE.replace("dense: 1", "{type: dense, units: 1, init: {type: constant, value: 1e-3}}")
            + "loss: {type: mae, reduction: sum}\noptimizer: "
            + optimizer
            + "\ntrain: {epochs: 9, batch_size: 2, shuffle: none}\n");
  }

  @Test
  void aGradientThatIsClippedEndsTheRunBeforeItTouchesAWeight() throws Exception {
    Diverged diverged = byAnInfiniteGradient("{type: sgd, lr: 1, clip: {norm: 1}}");
    assertThat(diverged.getMessage()).isEqualTo("the gradient of dense_1.weight became Infinity in epoch 1, step 1");
    assertThat(Double.parseDouble(Runs.column(run, "train.loss").getFirst())).as("of both rows").isFinite();
    assertThat(Runs.column(run, "grad.norm")).containsExactly("Infinity");
    assertThat(diverged.where().largest().getFirst().weight()).as("untouched").isEqualTo((float) 1e-3);
  }

  @Test
  void aGradientIsNamedThoughTheWeightItSpoiltIsNoticedAStepLater() throws Exception {
    Diverged diverged = byAnInfiniteGradient("{type: sgd, lr: 1}");
    assertThat(diverged.getMessage()).isEqualTo("the gradient of dense_1.weight became Infinity in epoch 1, step 1");
    assertThat(diverged.where().rows()).as("of that step").containsExactly(0, 1);
    assertThat(Runs.column(run, "step")).as("the loss of the next one is no number").containsExactly("2");
  }

  /// The first update takes the first weight to -infinity: its gradient is x·w₂ = 1e10, the rate 1e30. From then on
  /// relu puts out 0, and the loss stays finite.
  @Test
  void aWeightThatLeavesTheLossFiniteIsNoticedAtTheEndOfTheEpochAndReplayFindsItsStep() throws Exception {
    Files.writeString(temporary.resolve("dead.csv"), "x,y\n" + "1e10,0\n".repeat(16));
    Diverged diverged =
        diverging(
            """
            data: {source: {type: csv, path: dead.csv}}
            model:
              - {type: dense, units: 1, name: first, init: {type: constant, value: 1e-10}}
              - relu
              - {type: dense, units: 1, name: second, init: {type: constant, value: 1}}
            loss: mae
            optimizer: {type: sgd, lr: 1e30}
            train: {epochs: 9, batch_size: 4}
            """);
    assertThat(diverged.getMessage()).isEqualTo("first.weight became -Infinity in epoch 1, step 4");
    Replay replay = Replay.of(new LocalDisk(), run, null, null, 1);
    assertThat(replay.step().step()).isEqualTo(1);
    assertThat(replay.step().firstBad().layer()).isEqualTo("first");
    assertThat(replay.step().firstBad().tensor()).isEqualTo("weight");
  }

  @Test
  void theFileTellsWhatTheMessageTellsAndTheRowsOfTheBatch() throws Exception {
    Diverged diverged =
        diverging(
            LINE
                + "model: [{type: dense, units: 4, name: first}, relu, {type: dense, units: 4, name: second}, dense:"
                + " 1]\nloss: mse\noptimizer: {type: sgd, lr: 1e30}\ntrain: {epochs: 9, batch_size: 8}\n");
    Map<?, ?> file = (Map<?, ?>) Json.parse(Runs.text(run.resolve("divergence.json")));
    assertThat(file.get("what") + " became " + file.get("value") + " in epoch 1, step " + file.get("step"))
        .isEqualTo(diverged.getMessage());
    assertThat(file.get("layer")).isEqualTo("second");
    assertThat(file.get("tensor")).isEqualTo("output");
    assertThat(file.get("lr")).isEqualTo(1e30);
    assertThat(file.get("index")).isEqualTo(List.of(0L, 0L));
    assertThat((List<?>) file.get("rows")).hasSize(8).doesNotHaveDuplicates().allMatch(r -> (Long) r < 64);
    assertThat(diverged.where().largest())
        .extracting(Divergence.Largest::layer)
        .containsExactly("first", "relu_1", "second", "dense_3");
    assertThat((List<?>) file.get("largest")).hasSize(4);
  }
}
