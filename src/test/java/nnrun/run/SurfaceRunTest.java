package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import nnrun.train.Diverged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs of a model that is a function.
class SurfaceRunTest {
  @TempDir Path folder;

  private Path run(String yaml) throws Exception {
    Path config = Files.writeString(folder.resolve("config.yaml"), yaml);
    Path run = folder.resolve("run");
    Runs.train(config, run, 1, new Runs.Silent());
    return run;
  }

  private static double[][] trajectory(Path run) {
    return Runs.text(run.resolve("trajectory.csv"))
        .lines()
        .skip(1)
        .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }

  private static void assertRows(double[][] came, double[]... wanted) {
    assertThat(came.length).isEqualTo(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(came[i]).as("row %d", i).containsExactly(wanted[i], within(1e-14));
    }
  }

  private static final String RAVINE =
      """
      precision: float64
      model: [{type: function, surface: {type: ravine, kappa: 4}, start: [1, 1]}]
      train: {epochs: 1, batches_per_epoch: 2}
      """;

  /// f = ½(x² + 4y²), ∇f = (x, 4y): at η = 0.1 each step multiplies x by 0.9 and y by 0.6.
  @Test
  void gradientDescentTakesTheStepsCalculatedByHand() throws Exception {
    Path run = run(RAVINE + "optimizer: {type: sgd, lr: 0.1}\n");
    assertThat(Runs.text(run.resolve("trajectory.csv"))).startsWith("step,x1,x2,loss,grad.norm\n");
    assertRows(
        trajectory(run),
        new double[] {0, 1, 1, 2.5, Math.sqrt(1 + 16)},
        new double[] {1, 0.9, 0.6, 0.5 * (0.81 + 1.44), Math.sqrt(0.81 + 5.76)},
        new double[] {2, 0.81, 0.36, 0.5 * (0.6561 + 0.5184), Math.sqrt(0.6561 + 2.0736)});
    assertThat(Runs.column(run, "value")).singleElement().satisfies(v -> assertThat(v).startsWith("0.58725"));
    double distance = Double.parseDouble(Runs.column(run, "distance").getFirst());
    assertThat(distance).isCloseTo(Math.sqrt(0.6561 + 0.1296), within(1e-14));
  }

  /// v = (1, 4), then ½(1, 4) + (0.9, 2.4) = (1.4, 4.4).
  @Test
  void momentumTakesTheStepsCalculatedByHand() throws Exception {
    double[][] rows = trajectory(run(RAVINE + "optimizer: {type: momentum, lr: 0.1, momentum: 0.5}\n"));
    assertThat(Arrays.copyOf(rows[1], 3)).containsExactly(new double[] {1, 0.9, 0.6}, within(1e-14));
    assertThat(Arrays.copyOf(rows[2], 3)).containsExactly(new double[] {2, 0.76, 0.16}, within(1e-14));
  }

  /// Clipped to a length of 1 the first gradient (1, 4) is (1, 4)/√17; the length before is what is written.
  @Test
  void clippingAndSchedulesActAsOnAnyModel() throws Exception {
    double[][] rows =
        trajectory(
            run(RAVINE + "optimizer: {type: sgd, lr: 0.1, clip: {norm: 1}}\nschedule: {type: step, steps: 1}\n"));
    double length = Math.sqrt(17);
    assertThat(rows[0][4]).isEqualTo(length);
    assertThat(rows[1][1]).isCloseTo(1 - 0.1 / length, within(1e-7));
    assertThat(rows[1][2]).isCloseTo(1 - 0.4 / length, within(1e-7));
    double second = Math.sqrt(rows[1][1] * rows[1][1] + 16 * rows[1][2] * rows[1][2]);
    assertThat(rows[1][1] - rows[2][1]).as("a tenth of the rate").isCloseTo(0.01 * rows[1][1] / second, within(1e-7));
  }

  /// Reddi et al. 2018, theorem 1: Adam ends at the worst end of [-1, 1], AMSGrad at the best.
  @Test
  void adamEndsAtTheWrongEndAndAmsgradAtTheRightOne() throws Exception {
    double[] last = new double[2];
    List<String> configs = List.of("adam-fails", "adam-fails-not");
    for (int i = 0; i < 2; i++) {
      Path run = folder.resolve(configs.get(i));
      Runs.train(Path.of("configs/lectures/surfaces", configs.get(i) + ".yaml"), run, 1, new Runs.Silent());
      double[][] rows = trajectory(run);
      assertThat(Arrays.stream(rows).mapToDouble(row -> Math.abs(row[1])).max().orElseThrow()).isLessThanOrEqualTo(1);
      last[i] = rows[rows.length - 1][1];
    }
    assertThat(last[0]).isGreaterThan(0.95);
    assertThat(last[1]).isLessThan(-0.95);
  }

  /// At η > 2/κ the factor 1 - ηκ of y is below -1: 1 - 2·4 = -7, and float32 ends at 3e38.
  @Test
  void tooLargeARateDiverges() {
    assertThatThrownBy(() ->
            run(
                """
                model: [{type: function, surface: {type: ravine, kappa: 4}}]
                optimizer: {type: sgd, lr: 2}
                """))
        .isInstanceOf(Diverged.class)
        .hasMessageContaining("the output of function_1 became Infinity in epoch 1, step");
    String rows = Runs.text(folder.resolve("run/trajectory.csv"));
    assertThat(rows.lines().count()).as("the path until then").isBetween(20L, 60L);
  }

  @Test
  void theConfigsOfTheLectureAreReadWithoutAWarning() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("configs/lectures/surfaces"))) {
      for (Path file : files.sorted().toList()) {
        assertThat(Warning.of(Experiments.read(file, List.of()))).as(file.toString()).isEmpty();
      }
    }
  }

  /// Every number of a small net, before each step; no step follows the last row, so it has no loss.
  @Test
  void theTrajectoryOfANetHasItsLayersNames() throws Exception {
    Path run =
        run(
            """
            data: {source: {type: function, expression: 2*x, n: 8}}
            model: [dense: 1, tanh, dense: 1]
            loss: mse
            record: {trajectory: true}
            train: {epochs: 1, batch_size: 4}
            """);
    List<String> lines = Runs.text(run.resolve("trajectory.csv")).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("step,dense_1.weight,dense_1.bias,dense_2.weight,dense_2.bias,loss,grad.norm");
    assertThat(lines).hasSize(1 + 2 + 1);
    assertThat(lines.getLast()).startsWith("2,").endsWith(",,");
  }
}
