package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.train.Diverged;
import nnrun.train.Divergence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /// A way to leave the numbers.
  ///
  /// @param message of the end
  /// @param measure that is no number in the last row of metrics.csv; empty where only the state is spoilt
  /// @param epoch in which it happens; 0 for any behind the first
  private record Way(String name, String config, String message, String measure, int epoch) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String OFTEN = "train: {epochs: 50, batch_size: 16, checkpoint: {every_epochs: 1}}\n";
  private static final String ONE = "model: [dense: 1]\n";
  private static final String EIGHT = "train: {epochs: 9, batch_size: 8}\n";
  private static final String FULL = "train: {epochs: 9, batch_size: full}\n";
  private static final String BAD = " became (NaN|-?Infinity) in epoch \\d+, step \\d+";
  private static final String WITHOUT_VAL = LINE.replace(", split: {val: 16}", "");

  private static final String DEEP =
      "model: [{type: dense, units: 4, name: first}, relu, {type: dense, units: 4, name: second}, dense: 1]\n";

  private static final String HUGE =
      "data: {source: {type: csv, path: huge.csv}}\n"
          + "model: [{type: dense, units: 1, init: {type: constant, value: 1e-3}}]\n"
          + "loss: {type: mae, reduction: sum}\n"
          + "train: {epochs: 9, batch_size: 2, shuffle: none}\n";

  private static final String A_LAYER = "the output of a layer";
  private static final String THE_LOSS = "the loss of finite outputs of several layers";

  private static final String SUM =
      """
      data: {source: {type: csv, path: sum.csv}}
      precision: float64
      model: [{type: dense, units: 4, name: first, init: zeros}, relu, {type: dense, units: 1, init: zeros}]
      loss: mse
      optimizer: {type: sgd, lr: 1e-160}
      train: {epochs: 9, batch_size: 1}
      """;

  static List<Way> ways() {
    return List.of(
        new Way(
            "a loss that grows beyond all numbers",
            WITHOUT_VAL + ONE + "loss: mse\noptimizer: {type: sgd, lr: 30}\n" + OFTEN,
            "the loss of the outputs of dense_1 became Infinity in epoch \\d+, step \\d+",
            "train.loss",
            0),
        new Way(
            "the same in float64",
            WITHOUT_VAL + ONE + "precision: float64\nloss: mse\noptimizer: {type: sgd, lr: 1e20}\n" + OFTEN,
            "the loss of the outputs of dense_1" + BAD,
            "train.loss",
            0),
        new Way(
            A_LAYER,
            LINE + DEEP + "loss: mse\noptimizer: {type: sgd, lr: 1e30}\n" + EIGHT,
            "the output of second" + BAD,
            "train.loss",
            1),
        new Way(
            THE_LOSS,
            "data: {source: {type: csv, path: far.csv}}\n"
                + "model: [{type: dense, units: 4, name: first}, relu, dense: 1]\nloss: mse\n"
                + EIGHT,
            "the loss of the outputs of dense_2 became Infinity in epoch 1, step 1",
            "train.loss",
            1),
        new Way(
            "a sum of losses beyond all numbers, each of which is none",
            SUM,
            "the loss of the outputs of dense_2 became Infinity in epoch 1, step 2",
            "train.loss",
            1),
        new Way(
            "a path that leaves its valley",
            "model: [{function: rosenbrock}]\noptimizer: {type: sgd, lr: 1}\ntrain: {epochs: 3}\n",
            ".*" + BAD,
            "",
            1),
        new Way(
            "the spread of a batch",
            LINE.replace("3*x1", "abs(x1)")
                + "model: [{type: dense, units: 4, init: {type: constant, value: 1e30}},"
                + " batch_norm, dense: 1]\nloss: mse\n"
                + EIGHT,
            "\\S*.*batch_norm\\S*" + BAD,
            "",
            1),
        new Way(
            "a parameter alone, after a finite loss",
            LINE.replace("3*x1", "30*x1") + ONE + "loss: mse\noptimizer: {type: sgd, lr: 3e38}\n" + FULL,
            "dense_1\\.\\w+ became -?Infinity in epoch 1, step 1",
            "",
            1),
        new Way(
            "a mean of squares, behind which a weight would stand still",
            "data: {source: {type: csv, path: far.csv}}\n" + ONE + "loss: mae\noptimizer: adam\n" + FULL,
            "optimizer\\.\\S+ became Infinity in epoch 1, step 1",
            "",
            1),
        new Way(
            "a penalty on weights",
            LINE + ONE + "loss: mse\noptimizer: {type: sgd, lr: 1e25}\nregularization: [{l2: 1}]\n" + FULL,
            "train.penalty became Infinity in epoch 1, step 1",
            "train.penalty",
            1),
        new Way(
            "a penalty on outputs",
            "data: {source: {type: csv, path: far.csv}}\n"
                + "model: [{type: dense, units: 2, name: code}, dense: 1]\nloss: mae\n"
                + "regularization: [{type: l2, on: outputs, layers: [code], lambda: 1}]\n"
                + FULL,
            ".*" + BAD,
            "train.penalty",
            1),
        new Way(
            "the validation rows alone",
            "data: {source: {type: csv, path: outlier.csv}, split: {val: 10, in_order: true}}\n"
                + ONE
                + "loss: mse\noptimizer: {type: sgd, lr: 0.01}\ntrain: {epochs: 9}\n",
            "val.loss became Infinity in epoch 1, step 1",
            "val.loss",
            1),
        new Way(
            "a gradient that is clipped",
            HUGE + "optimizer: {type: sgd, lr: 1, clip: {norm: 1}}\n",
            "the gradient of dense_1.weight became Infinity in epoch 1, step 1",
            "grad.norm",
            1),
        new Way(
            "a gradient that spoils a weight",
            HUGE + "optimizer: {type: sgd, lr: 1}\n",
            "the gradient of dense_1.weight became Infinity in epoch 1, step 1",
            "train.loss",
            1),
        new Way(
            "a weight behind which the loss stays finite",
            DEAD,
            "first.weight became -Infinity in epoch 1, step 4",
            "",
            1));
  }

  @Test
  void thereAreMoreThanTwelveWays() {
    assertThat(ways()).extracting(Way::name).doesNotHaveDuplicates().hasSizeGreaterThan(12);
  }

  /// Columns of tables that are hard to learn from: 30 rows up to 1 and then 10 of 1e30, sums of gradients beyond
  /// float32, squares of gradients beyond float32, two squares of targets beyond float64.
  @BeforeEach
  void tables() throws IOException {
    StringBuilder outlier = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      outlier.append(i < 30 ? i / 30.0 : 1e30).append(',').append(i).append('\n');
    }
    Files.writeString(temporary.resolve("outlier.csv"), outlier);
    Files.writeString(temporary.resolve("far.csv"), "x,y\n" + "1e22,1\n2e22,2\n".repeat(20));
    Files.writeString(temporary.resolve("huge.csv"), "x,y\n" + "3e38,1\n".repeat(8));
    Files.writeString(temporary.resolve("sum.csv"), "x,y\n" + "1,1.1e154\n".repeat(8));
    Files.writeString(temporary.resolve("dead.csv"), "x,y\n" + "1e10,0\n".repeat(16));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyWayEndsInItsEpochIsNamedAndKeepsTheLastFiniteCheckpoint(Way way) throws Exception {
    Diverged diverged = diverging(way.config);
    assertThat(diverged.getMessage()).matches(way.message);
    int epochs = diverged.epoch().epoch();
    assertThat(Runs.column(run, "epoch")).hasSize(epochs);
    assertThat(way.epoch == 0 ? epochs > 1 : epochs == way.epoch).as("epoch " + epochs).isTrue();
    if (!way.measure.isEmpty()) {
      assertThat(Runs.column(run, way.measure).getLast()).isIn("NaN", "Infinity", "-Infinity");
    }
    for (String finite : List.of("train.loss", "train.penalty", "grad.norm")) {
      List<String> before = Runs.column(run, finite).subList(0, epochs - 1);
      assertThat(before).as(finite).doesNotContain("NaN", "Infinity", "-Infinity");
    }
    Map<?, ?> file = (Map<?, ?>) Json.parse(Runs.text(run.resolve("divergence.json")));
    assertThat(file.get("what") + " became " + file.get("value"))
        .isEqualTo(diverged.getMessage().split(" in epoch")[0]);
    assertThat(file.get("tensor")).isNotNull();
    Checkpoints checkpoints = new Checkpoints(new LocalDisk(), run.resolve("checkpoints"));
    assertThat(checkpoints.exist()).isEqualTo(epochs > 1);
    if (epochs > 1) {
      Checkpoints.Opened last = checkpoints.open();
      assertThat(last.commit().epoch()).isEqualTo(epochs - 1);
      last.content().tensors().keySet().forEach(name -> assertFinite(last, name));
      assertThat(checkpoints.openBest().commit().epoch()).as("the loss grows from the first epoch on").isEqualTo(1);
    }
  }

  /// Where layers are recorded, all outputs and gradients keep their memory. Else a step that could not be finished is
  /// done again for this, and behind a finished one the outputs whose memory was used again are not told.
  @ParameterizedTest
  @MethodSource("ways")
  void whatIsToldDoesNotDependOnSharedMemory(Way way) throws Exception {
    Diverged shared = diverging(way.config);
    temporary = Files.createDirectory(temporary.resolve("recorded"));
    tables();
    Diverged recorded = diverging(way.config + "record: {layers: true}\n");
    assertThat(shared.getMessage()).isEqualTo(recorded.getMessage());
    Divergence told = shared.where();
    Divergence kept = recorded.where();
    assertThat(told.index()).isEqualTo(kept.index());
    for (int i = 0; i < kept.largest().size(); i++) {
      Divergence.Largest one = told.largest().get(i);
      Divergence.Largest other = kept.largest().get(i);
      boolean ended = List.of(A_LAYER, THE_LOSS).contains(way.name) || one.output() != null;
      assertThat(one.output()).as(one.layer()).isEqualTo(ended ? other.output() : null);
      assertThat(one.gradient()).isEqualTo(other.gradient());
      assertThat(one.weight()).isEqualTo(other.weight());
    }
  }

  /// The second step is finished. Its output is the bias after the first, 2·lr·target; a pass behind its update would
  /// have twice that.
  @Test
  void outputsOfAStepThatWasFinishedAreNotThoseOfItsUpdatedWeights() throws Exception {
    Diverged diverged = diverging(SUM);
    assertThat(diverged.where().largest().getLast().output()).isCloseTo(2e-160 * 1.1e154, withinPercentage(1e-9));
  }

  private static void assertFinite(Checkpoints.Opened opened, String name) {
    Safetensors.Tensor tensor = opened.content().tensors().get(name);
    int rows = Math.toIntExact(tensor.shape().getFirst());
    int columns = Math.toIntExact(tensor.shape().getLast());
    Matrix values = Engine.of(tensor.precision(), 1).matrix(rows, columns);
    opened.content().read(name, values);
    for (int r = 0; r < values.rows(); r++) {
      for (int c = 0; c < values.columns(); c++) {
        assertThat(values.get(r, c)).as(name).isFinite();
      }
    }
  }

  private static final String DEAD =
      """
      data: {source: {type: csv, path: dead.csv}}
      model:
        - {type: dense, units: 1, name: first, init: {type: constant, value: 1e-10}}
        - relu
        - {type: dense, units: 1, name: second, init: {type: constant, value: 1}}
      loss: mae
      optimizer: {type: sgd, lr: 1e30}
      train: {epochs: 9, batch_size: 4}
      """;

  /// Σ x·sign(y - t) over two rows of x = 3e38 is beyond float32, while each row's loss |w·x - t| is not: w is about
  /// 1e-3.
  private Diverged byAnInfiniteGradient(String optimizer) throws IOException {
    return diverging(HUGE + "optimizer: " + optimizer + "\n");
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
    Diverged diverged = diverging(DEAD);
    assertThat(diverged.getMessage()).isEqualTo("first.weight became -Infinity in epoch 1, step 4");
    Replay replay = Replay.of(new LocalDisk(), run, null, null, 1);
    assertThat(replay.step().step()).isEqualTo(1);
    assertThat(replay.step().firstBad().layer()).isEqualTo("first");
    assertThat(replay.step().firstBad().tensor()).isEqualTo("weight");
  }

  @Test
  void theFileTellsWhatTheMessageTellsAndTheRowsOfTheBatch() throws Exception {
    Diverged diverged = diverging(LINE + DEEP + "loss: mse\noptimizer: {type: sgd, lr: 1e30}\n" + EIGHT);
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

  /// By default such short epochs have one checkpoint, that of the first. The best epoch since was held until now.
  @Test
  void theBestEpochIsThereThoughNoCheckpointWasDueSince() throws Exception {
    String schedule = "schedule: {type: piecewise, boundaries: [5], factors: [1e4]}\n";
    String sgd = "loss: mse\noptimizer: {type: sgd, lr: 0.01}\n" + schedule;
    Diverged diverged = diverging(WITHOUT_VAL + ONE + sgd + "train: {epochs: 50, batch_size: 16}\n");
    assertThat(diverged.epoch().epoch()).as("the rate rises behind epoch 5").isGreaterThan(5);
    Checkpoints checkpoints = new Checkpoints(new LocalDisk(), run.resolve("checkpoints"));
    assertThat(checkpoints.open().commit().epoch()).isEqualTo(1);
    assertThat(checkpoints.openBest().commit().epoch()).isEqualTo(5);
    assertThat(Replay.of(new LocalDisk(), run, null, null, 1).fromStep()).as("5 epochs of 4 steps").isEqualTo(20);
    Reproduction again = Reproduction.of(new LocalDisk(), run, null, 1, new Runs.Silent());
    assertThat(again.difference()).isNull();
    assertThat(again.checkpoints()).containsExactly("last.safetensors", "best.safetensors");
    Map<String, String> left = Runs.results(run);
    assertThat(catchThrowableOfType(Diverged.class, () -> Runs.resume(run, 1, new Runs.Silent()))).isNotNull();
    assertThat(Runs.results(run)).isEqualTo(left);
  }
}
