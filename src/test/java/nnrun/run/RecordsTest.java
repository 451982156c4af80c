package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run writes down when it is asked to: steps.csv, histograms.csv, and update.ratio in metrics.csv.
class RecordsTest {
  private static final String CONFIG =
      """
      precision: float64
      data: {source: {type: moons, n: 50}, split: {val: 0.2}}
      model: [{dense: {units: 2, init: {constant: 0.5}}}]
      loss: cross_entropy
      optimizer: {type: sgd, lr: 0.25}
      train: {batch_size: 16, epochs: 3}
      """;
  private static final String ALL = "record: {steps: true, histograms: true, update_ratio: true}\n";
  private static final int STEPS_PER_EPOCH = 3;

  @TempDir Path folder;

  private Path train(String name, String config, int threads, Progress progress) throws Exception {
    Path run = folder.resolve(name);
    Runs.train(Files.writeString(folder.resolve("recorded.yaml"), config), run, threads, progress);
    return run;
  }

  private static List<Map<String, String>> rows(Path csv) {
    List<String> lines = Runs.text(csv).lines().toList();
    String[] names = lines.getFirst().split(",");
    return lines.stream()
        .skip(1)
        .map(line -> {
          String[] cells = line.split(",", -1);
          Map<String, String> row = new LinkedHashMap<>();
          for (int i = 0; i < names.length; i++) {
            row.put(names[i], cells[i]);
          }
          return row;
        })
        .toList();
  }

  private static double number(Map<String, String> row, String name) {
    return Double.parseDouble(row.get(name));
  }

  /// Plain descent moves by η·g. The first weights are four times 0.5 and two biases 0, of length 1: the first ratio is
  /// η·‖g‖. Two outputs alike make the first loss ln 2.
  @Test
  void aRowAStepWithItsLossGradientAndUpdate() throws Exception {
    Path run = train("run", CONFIG + ALL, 1, new Runs.Silent());
    List<Map<String, String>> steps = rows(run.resolve("steps.csv"));
    assertThat(steps).hasSize(3 * STEPS_PER_EPOCH);
    assertThat(steps).extracting(row -> row.get("step")).startsWith("1", "2", "3", "4").endsWith("9");
    assertThat(steps).extracting(row -> row.get("epoch")).containsExactly("1", "1", "1", "2", "2", "2", "3", "3", "3");
    Map<String, String> first = steps.getFirst();
    assertThat(number(first, "loss")).isCloseTo(StrictMath.log(2), within(1e-15));
    assertThat(number(first, "lr")).isEqualTo(0.25);
    assertThat(number(first, "update.ratio")).isCloseTo(0.25 * number(first, "grad.norm"), within(1e-15));
    assertThat(number(steps.get(1), "loss")).isLessThan(StrictMath.log(2));
  }

  @Test
  void theEpochsRatioIsThatOfItsLastStep() throws Exception {
    Path run = train("run", CONFIG + ALL, 1, new Runs.Silent());
    List<Map<String, String>> steps = rows(run.resolve("steps.csv"));
    List<Map<String, String>> epochs = rows(run.resolve("metrics.csv"));
    for (int e = 0; e < 3; e++) {
      Map<String, String> last = steps.get(STEPS_PER_EPOCH * (e + 1) - 1);
      assertThat(epochs.get(e)).containsEntry("update.ratio", last.get("update.ratio"));
      assertThat(epochs.get(e)).containsEntry("grad.norm", last.get("grad.norm"));
    }
    Path alone = train("alone", CONFIG + "record: {update_ratio: true}\n", 1, new Runs.Silent());
    assertThat(alone.resolve("metrics.csv")).hasSameBinaryContentAs(run.resolve("metrics.csv"));
  }

  /// A step that clips the whole model's weights to length 0.1 each moves by what the bound takes away, too.
  @Test
  void anUpdateIsWhatTheBoundsLeaveOfIt() throws Exception {
    String bound = "regularization: [{type: max_norm, max: 0.1}]\n";
    Path run = train("run", CONFIG.replace("lr: 0.25", "lr: 0") + bound + ALL, 1, new Runs.Silent());
    // Each unit's weights (0.5, 0.5) of length √½ become 0.1 long: both move by √½ - 0.1, together √2·(√½ - 0.1).
    double expected = StrictMath.sqrt(2) * (StrictMath.sqrt(0.5) - 0.1);
    assertThat(number(rows(run.resolve("steps.csv")).getFirst(), "update.ratio")).isCloseTo(expected, within(1e-12));
  }

  @Test
  void everyNumberOfAParameterIsInOneBin() throws Exception {
    Path run = train("run", CONFIG.replace("units: 2, init: {constant: 0.5}", "units: 2") + ALL, 1, new Runs.Silent());
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows(run.resolve("histograms.csv"))
        .forEach(row ->
            counts.merge(
                row.get("epoch") + " " + row.get("parameter"), Integer.parseInt(row.get("count")), Integer::sum));
    assertThat(counts)
        .containsEntry("1 dense_1.weight", 4)
        .containsEntry("3 dense_1.weight", 4)
        .containsEntry("3 dense_1.bias", 2)
        .hasSize(6);
  }

  @Test
  void theSameBytesForAnyThreadsAndAfterAnInterruption() throws Exception {
    Map<String, String> expected = Runs.results(train("one", CONFIG + ALL, 1, new Runs.Silent()));
    assertThat(expected).containsKeys("steps.csv", "histograms.csv");
    assertThat(Runs.results(train("three", CONFIG + ALL, 3, new Runs.Silent()))).isEqualTo(expected);
    for (Progress stop : List.of(new Runs.StopAfter(1), new Runs.StopIn(3, 2))) {
      String name = "stopped-" + stop.getClass().getSimpleName();
      assertThatThrownBy(() -> train(name, CONFIG + ALL, 2, stop)).isInstanceOf(Runs.Stopped.class);
      Path run = folder.resolve(name);
      Files.writeString(run.resolve("steps.csv"), "3,7,0.5", StandardOpenOption.APPEND);
      Files.writeString(run.resolve("histograms.csv"), "3,dense", StandardOpenOption.APPEND);
      Runs.resume(run, 1, new Runs.Silent());
      assertThat(Runs.results(run)).as(name).isEqualTo(expected);
    }
  }

  @Test
  void recordingChangesNoOtherNumber() throws Exception {
    Path with = train("with", CONFIG + "record: {steps: true, histograms: true}\n", 1, new Runs.Silent());
    Path without = train("without", CONFIG, 1, new Runs.Silent());
    assertThat(without.resolve("steps.csv")).doesNotExist();
    assertThat(without.resolve("histograms.csv")).doesNotExist();
    assertThat(with.resolve("metrics.csv")).hasSameBinaryContentAs(without.resolve("metrics.csv"));
    assertThat(with.resolve("predictions.csv")).hasSameBinaryContentAs(without.resolve("predictions.csv"));
  }
}
