package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nnrun.config.Json;
import nnrun.data.Content;
import nnrun.data.DataFiles;
import nnrun.run.LocalDisk;
import nnrun.run.SavedRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A net that hands on one number x, which dropout of rate 0.25 makes 0 or x/0.75.
class AskingTest {
  @TempDir private static Path folder;
  private static String run;
  private static String plain;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder rows = new StringBuilder("x,y\n");
    for (int i = 0; i < 100; i++) {
      rows.append(i % 4).append(',').append(i % 4).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
    run = train("dropped", "{type: dropout, rate: 0.25}, ");
    plain = train("plain", "");
  }

  private static String train(String name, String layers) throws IOException {
    return run(
        name,
        """
        data: {source: {type: csv, path: rows.csv}, target: y, split: {test: 0.2}, scale: none}
        model: [%s{type: dense, units: 1, bias: false, init: ones}]
        loss: mse
        optimizer: {type: sgd, lr: 1e-30}
        train: {epochs: 1, batch_size: 16}
        metrics: [mae]
        precision: float64
        """
            .formatted(layers));
  }

  private static String run(String name, String yaml) throws IOException {
    Path config = folder.resolve(name + ".yaml");
    Files.writeString(config, yaml);
    String run = folder.resolve("runs/" + name).toString();
    Cli training = Cli.run("train", config.toString(), "--run-dir", run, "--threads", "1");
    assertThat(training.exit()).as(training.err()).isZero();
    return run;
  }

  private static Cli sampled(String... more) {
    return sampledRows(130, more);
  }

  private static Cli sampledRows(int rows, String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("predict", run, "--samples", "4000"));
    arguments.addAll(List.of(more));
    return Cli.withInput("x\n" + "3\n".repeat(rows), arguments.toArray(String[]::new));
  }

  /// y = 3·m/0.75 with m ~ Bernoulli(p = 0.75): mean 4p = 3, sd 4·√(p(1-p)) = √3. The share kept of 4000 has the sd
  /// √(p(1-p)/4000) = 0.00685, hence the mean 4·0.00685 = 0.0274 and the sd |4(1-2p)/(2√(p(1-p)))|·0.00685 = 0.0158;
  /// the bounds are over four and a half of each, for 130 rows. Rows with masks of their own differ.
  @Test
  void samplesOfALinearNetHaveTheMeanOfItsTestTimeRuleAndTheSdOfBernoulli() {
    Cli outcome = sampled();
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("mean.y,sd.y");
    assertThat(lines).hasSize(131);
    assertThat(lines.stream().distinct().count()).isGreaterThan(30);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      assertThat(Double.parseDouble(cells[0])).isCloseTo(3, within(0.13));
      assertThat(Double.parseDouble(cells[1])).isCloseTo(StrictMath.sqrt(3), within(0.08));
    }
  }

  /// y = 3 + 0.5·n: mean 3 and sd 0.5, of 4000 known to 0.5/√4000 = 0.0079 and 0.5/√8000 = 0.0056.
  @Test
  void samplesUnderGaussianNoiseHaveItsSd() throws IOException {
    for (double[] row : moments(train("noisy", "{type: gaussian_noise, std: 0.5}, "))) {
      assertThat(row[0]).isCloseTo(3, within(5 * 0.0079));
      assertThat(row[1]).isCloseTo(0.5, within(5 * 0.0056));
    }
  }

  /// A unit off gives s = -1.7581 for x. Scaled by a, so that the variance p + s²p(1-p) with p = 0.75 becomes 1: a =
  /// 1/√(0.75 + 3.0909·0.1875) = 0.86735, b = -a·0.25·s = 0.38122. At x = 3 it is a·3 + b = 2.98327 with p and a·s + b
  /// = -1.14368 otherwise: mean 0.75·2.98327 - 0.25·1.14368 = 1.95153, sd 4.12695·√0.1875 = 1.78702.
  @Test
  void samplesUnderAlphaDropoutAreSeluOffOrScaled() throws IOException {
    for (double[] row : moments(train("alpha", "{type: alpha_dropout, rate: 0.25}, "))) {
      assertThat(row[0]).isCloseTo(1.95153, within(5 * 1.78702 / StrictMath.sqrt(4000)));
      assertThat(row[1]).isCloseTo(1.78702, within(5 * 4.12695 * 0.577 * 0.00685));
    }
  }

  /// The weight 1 is off with 0.25, or 1/0.75: the same numbers as under dropout, but one mask for the 64 rows of a
  /// block, so that only the blocks differ.
  @Test
  void samplesUnderDropConnectShareTheMaskOfTheirBlock() throws IOException {
    String connected = train("connected", "{type: drop_connect, units: 1, rate: 0.25, bias: false, init: ones}, ");
    List<double[]> rows = moments(connected);
    for (double[] row : rows) {
      assertThat(row[0]).isCloseTo(3, within(0.13));
      assertThat(row[1]).isCloseTo(StrictMath.sqrt(3), within(0.08));
    }
    assertThat(rows.subList(0, 64)).allSatisfy(row -> assertThat(row).containsExactly(rows.getFirst()));
    assertThat(rows.get(64)).isNotEqualTo(rows.getFirst());
  }

  /// Mean and sd of 4000 samples for 130 rows of 3.
  private static List<double[]> moments(String run) {
    Cli outcome = Cli.withInput("x\n" + "3\n".repeat(130), "predict", run, "--samples", "4000");
    assertThat(outcome.err()).isEmpty();
    return outcome.out().lines().skip(1).map(AskingTest::numbers).toList();
  }

  private static double[] numbers(String line) {
    return Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  /// The logit of yes less that of no is 4 with probability 0.75 and 0 otherwise: σ(4) = 0.98201 or ½, mean
  /// 0.75·0.98201 + 0.25·0.5 = 0.86151, sd 0.48201·√0.1875 = 0.20872, of 4000 known to 0.0033 and 0.0019. Two outputs
  /// say so, and one that stands for both.
  @ParameterizedTest
  @CsvSource({"2, cross_entropy", "1, binary_cross_entropy"})
  void samplesOfClassesAreProbabilitiesThatAddUpToOne(int outputs, String loss) throws IOException {
    StringBuilder rows = new StringBuilder("x0,x1,y\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2 == 0 ? "3,0,no\n" : "0,3,yes\n");
    }
    Files.writeString(folder.resolve("classes.csv"), rows);
    String columns = outputs == 1 ? "columns: [x1], " : "";
    String config =
        """
        data: {source: {type: csv, path: classes.csv}, target: y, %ssplit: {val: 0.1}, scale: none}
        model: [{type: dropout, rate: 0.25}, {type: dense, units: %d, bias: false, init: identity}]
        loss: %s
        optimizer: {type: sgd, lr: 1e-30}
        train: {epochs: 1}
        precision: float64
        """;
    String run = run("classes-" + outputs, config.formatted(columns, outputs, loss));
    Cli outcome = Cli.withInput("x0,x1\n" + "0,3\n".repeat(70), "predict", run, "--samples", "4000");
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("prediction,mean.no,mean.yes,sd.no,sd.yes");
    assertThat(lines).hasSize(71);
    for (String line : lines.subList(1, lines.size())) {
      assertThat(line).startsWith("yes,");
      double[] row = numbers(line.substring("yes,".length()));
      assertThat(row[0] + row[1]).isCloseTo(1, within(1e-12));
      assertThat(row[1]).isCloseTo(0.86151, within(5 * 0.0033));
      assertThat(row[2]).isCloseTo(row[3], within(1e-12));
      assertThat(row[3]).isCloseTo(0.20872, within(5 * 0.0019));
    }
  }

  /// Blocks of samples are as long as ever, whatever the network takes at a time.
  @Test
  void samplesAreTheSameForBatchesOfAnyCapacity() throws Exception {
    Files.writeString(folder.resolve("asked.csv"), "x\n" + "3\n".repeat(150));
    String expected = sampledIn(64);
    assertThat(expected.lines()).hasSize(151);
    assertThat(sampledIn(100)).isEqualTo(expected);
    assertThat(sampledIn(256)).isEqualTo(expected);
    assertThatIllegalArgumentException().isThrownBy(() -> sampledIn(63)).withMessageContaining("at least 64 rows");
  }

  private static String sampledIn(int capacity) throws Exception {
    StringBuilder csv = new StringBuilder();
    try (SavedRun.Model model = SavedRun.open(new LocalDisk(), Path.of(run)).load(false, capacity, 1)) {
      Content rows = new DataFiles(List.of(folder)).open("asked.csv");
      model.sample(model.inputs(rows), 20, 0, csv::append);
    }
    return csv.toString();
  }

  @Test
  void samplesAreTheSameForAnyThreadsAndOthersForAnotherSeed() {
    String one = sampled("--threads", "1").out();
    assertThat(sampled("--threads", "2").out()).isEqualTo(one);
    assertThat(sampled("--threads", "1", "--seed", "1").out()).isNotEqualTo(one);
  }

  @Test
  void rowsThatComeLaterChangeNoSample() {
    assertThat(sampled().out()).startsWith(sampledRows(70).out());
  }

  @Test
  void samplesOfANetWithoutRandomLayersAreRefused() {
    Cli outcome = Cli.withInput("x\n3\n", "predict", plain, "--samples", "5");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("no layer of this network is random", "leave --samples out");
    assertThat(Cli.run("predict", run, "--samples", "1").err()).contains("--samples 1: a standard deviation needs");
  }

  /// The net without dropout predicts y = x, so that the loss under noise is the mean of (sd·n)²: with the same n at
  /// each sd, four times as much at twice the sd.
  @Test
  void theLossUnderNoiseIsTheSquareOfItsSdForTheIdentity() {
    Cli outcome = Cli.run("eval", plain, "--noise", "0.5,0,1", "--csv", "--threads", "1");
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).as(outcome.err()).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo("data,rows,epoch,noise,loss,mae");
    assertThat(lines.get(1)).startsWith("test,20,1,0.0,");
    assertThat(loss(lines.get(1))).isCloseTo(0, within(1e-20));
    assertThat(loss(lines.get(2))).isGreaterThan(0);
    assertThat(loss(lines.get(3))).isCloseTo(4 * loss(lines.get(2)), within(1e-9));
    assertThat(Cli.run("eval", plain, "--noise", "0.5,0,1", "--csv", "--threads", "2").out()).isEqualTo(outcome.out());
  }

  @Test
  void noiseBelowZeroIsRefused() {
    Cli outcome = Cli.run("eval", plain, "--noise", "0.1,-1");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("--noise -1.0: a standard deviation is 0 or more");
  }

  /// 0 is always there to compare with; numbers stay numbers.
  @Test
  void noiseOfSeveralSdsIsAListInJson() {
    Cli outcome = Cli.run("eval", plain, "--noise", "0.5,1", "--json");
    assertThat(outcome.err()).isEmpty();
    List<Map<?, ?>> results = new ArrayList<>();
    ((List<?>) Json.parse(outcome.out())).forEach(result -> results.add((Map<?, ?>) result));
    assertThat(results.stream().<Object>map(result -> result.get("noise")).toList()).isEqualTo(List.of(0.0, 0.5, 1.0));
    for (Map<?, ?> result : results) {
      assertThat(List.copyOf(result.keySet())).isEqualTo(List.of("data", "rows", "epoch", "noise", "loss", "mae"));
    }
    List<String> csv = Cli.run("eval", plain, "--noise", "0.5,1", "--csv").out().lines().toList();
    assertThat(results.get(2).get("loss")).isEqualTo(loss(csv.get(3)));
  }

  @Test
  void anotherSeedDrawsOtherNoise() {
    String zero = Cli.run("eval", plain, "--noise", "0.5", "--csv").out();
    assertThat(Cli.run("eval", plain, "--noise", "0.5", "--csv", "--seed", "0").out()).isEqualTo(zero);
    assertThat(Cli.run("eval", plain, "--noise", "0.5", "--csv", "--seed", "1").out()).isNotEqualTo(zero);
  }

  @Test
  void aSeedWithNothingToDrawIsRefused() {
    Cli eval = Cli.run("eval", plain, "--seed", "0");
    assertThat(eval.exit()).isEqualTo(2);
    assertThat(eval.err()).contains("--seed 0: nothing is drawn at random; give --noise as well");
    Cli predict = Cli.withInput("x\n3\n", "predict", run, "--seed", "7");
    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.out()).isEmpty();
    assertThat(predict.err()).contains("--seed 7: nothing is drawn at random; give --samples as well");
  }

  /// The net hands its images on, so that its loss is how far a change has moved them: nowhere, when it does nothing.
  @Test
  void theLossUnderAChangeIsWhatTheChangeMoved() throws IOException {
    String images =
        run(
            "images",
            """
            data: {source: {type: glyphs, n: 20}, target: input, split: {test: 10}, scale: unit}
            model: [{type: dense, units: 784, init: identity}]
            loss: mse
            optimizer: {type: sgd, lr: 0}
            train: {epochs: 1}
            """);
    Cli outcome =
        Cli.run(
            "eval",
            images,
            "--csv",
            "--augment",
            "flip: {p: 0}",
            "--augment",
            "flip: {p: 1}",
            "--augment",
            "cutout: 1");
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).as(outcome.err()).hasSize(5);
    assertThat(lines.getFirst()).isEqualTo("data,rows,epoch,augment,loss");
    assertThat(lines.get(1)).isEqualTo("test,10,1,none,0.0");
    assertThat(lines.get(2)).isEqualTo("test,10,1,flip: {p: 0},0.0");
    double flipped = Double.parseDouble(lines.get(3).replaceAll(".*,", ""));
    double holed = Double.parseDouble(lines.get(4).replaceAll(".*,", ""));
    assertThat(flipped).isBetween(0.01, 1.0);
    assertThat(holed).as("one pixel of 784, which is at most 1").isBetween(0.0, 1.0 / 784);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--augment;rotate: 5|augment: rotate changes images, and no input is one",
        "--augment;word_dropout|augment: word_dropout changes words or targets, and here are rows as encoded",
        "--augment;rotat: 5|unknown augment rotat; did you mean rotate?",
        "--augment;gaussian_noise: -1|augment[0].std: -1 is out of range; wanted std >= 0",
        "--augment;gaussian_noise, cutout|--augment takes one change",
        "--augment;gaussian_noise;--noise;1|--noise and --augment are both given"
      })
  void aChangeThatCannotBeIsRefused(String options, String message) {
    List<String> all = new ArrayList<>(List.of("eval", plain));
    all.addAll(List.of(options.split(";")));
    Cli outcome = Cli.run(all.toArray(String[]::new));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message);
  }

  /// The net without dropout says x; its test rows are those of predictions.csv, in that order.
  @Test
  void aSplitOfTheRunsOwnDataIsPredicted() throws IOException {
    List<String> known =
        Files.readAllLines(Path.of(plain).resolve("predictions.csv")).stream().map(line -> line.split(",")[2]).toList();
    assertThat(known).hasSize(21);
    Cli outcome = Cli.run("predict", plain, "--split", "test");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines()).containsExactlyElementsOf(known);
    assertThat(Cli.run("predict", plain, "--split", "test", "--layer", "dense_1").out().lines().skip(1))
        .containsExactlyElementsOf(known.subList(1, 21));
    assertThat(Cli.run("predict", plain, "--split", "train").out().lines()).hasSize(81);
    assertThat(Cli.run("predict", run, "--split", "train", "--samples", "3").out().lines()).hasSize(81);
  }

  @Test
  void rowsFromTwoPlacesAreRefused() {
    String rows = folder.resolve("rows.csv").toString();
    assertThat(Cli.run("predict", plain, "--split", "test", "--input", rows).err())
        .contains("--split and --input are both given; keep one of them");
    assertThat(Cli.run("predict", plain, "--input", rows, "--data-dir", rows).err())
        .contains("--data-dir and --input are both given");
    assertThat(Cli.run("eval", plain, "--split", "test", "--data", rows).err())
        .contains("--split and --data are both given");
    assertThat(Cli.run("predict", plain, "--split", "val").err())
        .contains("the run has no rows in the split val; it has train, test");
  }

  private static double loss(String line) {
    return Double.parseDouble(line.split(",", -1)[4]);
  }
}
