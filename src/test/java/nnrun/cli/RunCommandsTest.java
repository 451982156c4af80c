package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One small run of three classes by two numbers and a word, and all that can be asked of it.
class RunCommandsTest {
  @TempDir private static Path folder;
  private static Cli training;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder rows = new StringBuilder("size,colour,weight,kind\n");
    for (int i = 0; i < 60; i++) {
      int kind = i % 3;
      String colour = kind == 1 ? "red" : "green";
      rows.append(kind + i % 7 / 10.0).append(',').append(colour).append(',').append(2 * kind - i % 5 / 10.0);
      rows.append(',').append(List.of("apple", "cherry", "melon").get(kind)).append('\n');
    }
    Files.writeString(folder.resolve("fruit.csv"), rows);
    Files.writeString(
        folder.resolve("fruit.yaml"),
        """
        data: {source: {type: csv, path: fruit.csv}, split: {test: 0.2, stratify: true}, scale: standardize}
        model: [dense: 8, tanh, {type: dense, units: 3, name: scores}]
        loss: cross_entropy
        optimizer: {type: adam, lr: 0.05}
        train: {epochs: 10, batch_size: 16}
        metrics: [accuracy]
        """);
    run = folder.resolve("runs/fruit").toString();
    training = Cli.run("train", config(), "--run-dir", run, "--threads", "1");
  }

  private static String config() {
    return folder.resolve("fruit.yaml").toString();
  }

  private static Object json(String text) {
    return Json.parse(text);
  }

  @Test
  void theFolderIsAllThatATrainingPrints() {
    assertThat(training.exit()).as(training.err()).isZero();
    assertThat(training.out()).isEqualTo(run + "\n");
    assertThat(training.err())
        .contains("67 parameters", "epoch 10/10", "done; best epoch")
        .doesNotContain("\033", "\r");
  }

  @Test
  void theLogHoldsWhatWasShown() throws IOException {
    assertThat(Files.readString(Path.of(run, "log.txt"))).isEqualTo(training.err());
  }

  @Test
  void theMeasuresAreDrawn() {
    assertThat(Path.of(run, "plots/loss.svg")).content(UTF_8).contains("<svg");
    assertThat(Path.of(run, "plots/accuracy.svg")).exists();
  }

  @Test
  void anEvaluationOfTheTestSplitGivesTheNumbersOfTheRun() throws IOException {
    Map<?, ?> summary = (Map<?, ?>) json(Files.readString(Path.of(run, "summary.json")));
    Map<?, ?> test = (Map<?, ?>) summary.get("test");
    Map<?, ?> evaluated = (Map<?, ?>) json(Cli.run("eval", run, "--json").out());
    assertThat(evaluated.get("data")).isEqualTo("test");
    assertThat(evaluated.get("rows")).isEqualTo(12L);
    assertThat(evaluated.get("loss")).isEqualTo(test.get("loss"));
    assertThat(evaluated.get("accuracy")).isEqualTo(test.get("accuracy"));
  }

  @Test
  void anEvaluationIsATableOrCsv() {
    assertThat(Cli.run("eval", run, "--split", "train").out()).startsWith("data   rows  epoch");
    assertThat(Cli.run("eval", run, "--csv").out()).startsWith("data,rows,epoch,loss,accuracy\ntest,12,10,");
    assertThat(Cli.run("eval", run, "--csv", "--json").exit()).isEqualTo(2);
  }

  @Test
  void otherRowsAreEvaluatedWithTheRunsOwnScaling() {
    String all = folder.resolve("fruit.csv").toString();
    assertThat(Cli.run("eval", run, "--data", all, "--csv").out()).contains("fruit.csv,60,10,");
  }

  @Test
  void aSplitThatTheRunHasNotIsNamed() {
    Cli outcome = Cli.run("eval", run, "--split", "val");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("nnrun: " + run + ": the run has no rows in the split val; it has train, test\n");
  }

  @Test
  void predictionsNameTheClassAndSumToOne() {
    String rows = "weight,kind,colour,size,price\n4,?,green,2.3,99\n0,?,green,0.1,99\n";
    Cli outcome = Cli.withInput(rows, "predict", run);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("prediction,p.apple,p.cherry,p.melon");
    assertThat(lines.get(1)).startsWith("melon,");
    assertThat(lines.get(2)).startsWith("apple,");
    String[] cells = lines.get(1).split(",");
    double sum = Double.parseDouble(cells[1]) + Double.parseDouble(cells[2]) + Double.parseDouble(cells[3]);
    assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void predictionsOfTheTestRowsAreThoseOfTheRun() throws IOException {
    List<String> all = Files.readAllLines(folder.resolve("fruit.csv"));
    List<String> predicted = Files.readAllLines(Path.of(run, "predictions.csv"));
    StringBuilder rows = new StringBuilder(all.getFirst()).append('\n');
    StringBuilder wanted = new StringBuilder("prediction,p.apple,p.cherry,p.melon\n");
    for (String line : predicted.subList(1, predicted.size())) {
      String[] cells = line.split(",", 3); // row, target, the rest
      rows.append(all.get(Integer.parseInt(cells[0]) + 1)).append('\n');
      wanted.append(cells[2]).append('\n');
    }
    assertThat(Cli.withInput(rows.toString(), "predict", run).out()).isEqualTo(wanted.toString());
  }

  @Test
  void aFileTakesPredictionsWhole() throws IOException {
    Path answers = folder.resolve("answers.csv");
    Cli outcome =
        Cli.run("predict", run, "--input", folder.resolve("fruit.csv").toString(), "--output", answers.toString());
    assertThat(outcome).isEqualTo(new Cli(0, "", ""));
    assertThat(Files.readAllLines(answers)).hasSize(61);
  }

  @Test
  void aLayersOutputsAreNumbered() {
    Cli outcome = Cli.withInput("size,colour,weight\n2,green,4\n", "predict", run, "--layer", "tanh_1");
    assertThat(outcome.out()).startsWith("tanh_1.0,tanh_1.1,tanh_1.2,tanh_1.3,tanh_1.4,tanh_1.5,tanh_1.6,tanh_1.7\n");
    assertThat(outcome.out().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size,colour\\n2,green\\n|standard input: no column 'weight', which is an input",
        "size,colour,weight\\n2,blue,4\\n|standard input, line 2, column 'colour': 'blue' is in no training row",
        "size,colour,weight\\n2,green,heavy\\n|standard input, line 2, column 'weight': 'heavy' is not a number",
        "size,colour,weight\\n|standard input: only a header and no rows; add some below it",
        "''|standard input: no rows"
      })
  void rowsThatDoNotFitAreRefusedWithTheirPlace(String rows, String message) {
    Cli outcome = Cli.withInput(rows.replace("\\n", "\n"), "predict", run);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("nnrun: " + message);
  }

  @Test
  void aLayerThatTheNetworkHasNotIsAnsweredWithThoseItHas() {
    Cli outcome = Cli.withInput("size,colour,weight\n2,green,4\n", "predict", run, "--layer", "score");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("nnrun: no layer is called score; did you mean scores? The layers are dense_1, tanh_1, scores\n");
  }

  @Test
  void aRunThatIsNotThereIsNoDamage() {
    assertThat(Cli.run("eval", run + "s"))
        .isEqualTo(new Cli(2, "", "nnrun: " + run + "s: no such folder; did you mean " + run + "?\n"));
    assertThat(Cli.run("resume", folder.toString()).err()).contains("is no run folder: it has no config.resolved.yaml");
  }

  @Test
  void aFinishedRunIsNotResumed() {
    assertThat(Cli.run("resume", run))
        .isEqualTo(new Cli(0, run + "\n", run + " is finished; there is nothing to resume\n"));
  }

  @Test
  void runsAreListedAndBrokenOnesNamed() throws IOException {
    Path runs = folder.resolve("runs");
    Cli.run("train", config(), "--run-dir", runs.resolve("wild").toString(), "-q", "-o", "optimizer.lr=1e300");
    Files.createDirectories(runs.resolve("empty"));
    Files.createDirectories(runs.resolve("torn"));
    Files.writeString(runs.resolve("torn/config.resolved.yaml"), "");
    Files.writeString(runs.resolve("torn/summary.json"), "{\"status\":");
    Files.createDirectories(runs.resolve("cut-20251231-235959-00ff00"));
    Files.writeString(runs.resolve("cut-20251231-235959-00ff00/config.resolved.yaml"), "");
    Files.writeString(runs.resolve("cut-20251231-235959-00ff00/metrics.csv"), "epoch,step\n1,5\n2,10\n3,1");
    Cli outcome = Cli.run("runs", "--runs-dir", runs.toString(), "--csv");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines())
        .hasSize(6)
        .contains("cut-20251231-235959-00ff00,unfinished,2,,,,,2025-12-31 23:59:59")
        .contains("empty,broken: no config.resolved.yaml,,,,,,")
        .anySatisfy(line -> assertThat(line).startsWith("fruit,finished,10,train.loss,"))
        .anySatisfy(line -> assertThat(line).startsWith("torn,\"broken: ").contains("summary.json"))
        .anySatisfy(line -> assertThat(line).startsWith("wild,diverged,1,"));
    assertThat(Cli.run("runs", "--runs-dir", runs.toString()).out()).contains("cut-20251231-235959-00ff00  unfinished");
  }

  @Test
  void aRunThatDivergesSaysWhereItIsAndIsDrawn() {
    String wild = folder.resolve("diverging").toString();
    Cli outcome = Cli.run("train", config(), "--run-dir", wild, "-q", "-o", "optimizer.lr=1e300");
    assertThat(outcome.exit()).isEqualTo(8);
    assertThat(outcome.out()).isEqualTo(wild + "\n");
    assertThat(Path.of(wild, "plots", "loss.svg")).content().contains("NaN or infinite in 1 epoch");
  }

  /// Of the checkpoints: 50·(5 ms + 3·67·12 ns) / (5 µs + 3·1 µs + 48·3·120·0.01 ns) = 30,604.03.
  @Test
  void aDescriptionCountsLayersRowsAndClasses() {
    assertThat(Cli.run("describe", config()).out())
        .startsWith(
            """
            fruit, float32

            layer    kind   output  parameters  FLOPs
            input           4                0      0
            dense_1  dense  8               40     64
            tanh_1   tanh   8                0      8
            scores   dense  3               27     48
            total                           67    120
            """)
        .contains("batches   3 an epoch, of 16 rows\n")
        .contains("saved     after the first epoch, every 30,605 epochs, at the end\n")
        .contains("rows      train 48, val 0, test 12\nfeatures  4\n")
        .contains("target    kind, one of 3 classes\n")
        .endsWith(
            """
            class   train  val  test
            apple      16    0     4
            cherry     16    0     4
            melon      16    0     4
            """);
    Map<?, ?> object = (Map<?, ?>) json(Cli.run("describe", config(), "--json").out());
    assertThat(object.get("parameters")).isEqualTo(67L);
  }

  @Test
  void aNetworkTooLargeForTheMemoryIsDescribedAllTheSame() {
    Cli outcome = Cli.run("describe", config(), "-o", "model.0.units=1000000", "-o", "model.scores.bias=false");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("8,000,000");
  }

  @Test
  void gradientsAreChecked() {
    Cli outcome = Cli.run("gradcheck", config());
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    assertThat(outcome.out()).startsWith("parameter ").contains("scores.bias", "ok\n").endsWith("passed on 16 rows\n");
  }

  @Test
  void aGradientThatIsNoNumberFailsTheCheck() {
    Cli outcome =
        Cli.run(
            "gradcheck",
            config(),
            "-o",
            "init={constant: 1e308}",
            "-o",
            "loss={mse: sum}",
            "-o",
            "metrics=[]",
            "-o",
            "data.target=size",
            "-o",
            "data.split.stratify=false",
            "-o",
            "model.scores.units=1");
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(9);
    assertThat(outcome.out()).contains("wrong").endsWith("failed on 16 rows\n");
  }

  @Test
  void theCurveIsWrittenAsNumbersAndAsAPicture() throws IOException {
    Path curve = folder.resolve("curve");
    Cli outcome = Cli.run("gradcheck", config(), "--per-tensor", "5", "--curve=" + curve);
    assertThat(outcome.exit()).isZero();
    List<String> lines = Files.readAllLines(curve.resolve("gradcheck.csv"));
    assertThat(lines).hasSize(26);
    assertThat(lines.getFirst()).isEqualTo("epsilon,float32.mean,float32.worst,float64.mean,float64.worst");
    assertThat(lines.getLast()).startsWith("1.0E-12,");
    // The U: float64 is best at some ε between, and better there than float32 ever is.
    double[] float64 = lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[3])).toArray();
    double[] float32 = lines.stream().skip(1).mapToDouble(l -> Double.parseDouble(l.split(",")[1])).toArray();
    double least = java.util.Arrays.stream(float64).min().orElseThrow();
    assertThat(least).isLessThan(1e-8).isLessThan(float64[0]).isLessThan(float64[24]);
    assertThat(java.util.Arrays.stream(float32).min().orElseThrow()).isGreaterThan(1000 * least);
    assertThat(curve.resolve("gradcheck.svg")).content(UTF_8).contains("<svg", "float32", "float64");
  }
}
