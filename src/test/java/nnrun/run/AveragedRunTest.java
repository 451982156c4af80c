package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.ConfigException;
import nnrun.contract.Numbers;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.state.MatrixVisitor;
import nnrun.train.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run with a mean of its weights measures, keeps as best, saves and predicts is that of the mean.
class AveragedRunTest {
  @TempDir Path folder;

  private Path train(String name, String regularization) throws IOException, ConfigException {
    return train(name, regularization, "10");
  }

  private Path train(String name, String regularization, String batch) throws IOException, ConfigException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            data: {source: {type: moons, n: 200}, split: {val: 0.3, test: 0.3}}
            model: [dense: 7, batch_norm, relu, dense: 2]
            loss: cross_entropy
            optimizer: {type: sgd, lr: 1}
            train: {batch_size: BATCH, epochs: 8}
            """
                    .replace("BATCH", batch)
                + regularization
                + "\n");
    Path run = folder.resolve(name);
    Runs.train(config, run, 1, new Runs.Silent());
    return run;
  }

  private static Map<String, Double> measure(SavedRun.Model model, boolean test) {
    Prepared data = model.prepare(new DataFiles(List.of()));
    return model.evaluation().of(test ? data.test() : data.val());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ema: 0.9", "swa: 0.25"})
  void evaluationBestAndPredictionsUseTheMeanAndTrainingDoesNot(String average) throws Exception {
    Path plain = train("plain", "");
    Path run = train("averaged", "regularization: [{" + average + "}]");
    assertThat(Runs.column(run, "train.loss")).isEqualTo(Runs.column(plain, "train.loss"));
    assertThat(Runs.column(run, "val.loss")).isNotEqualTo(Runs.column(plain, "val.loss"));

    SavedRun saved = SavedRun.open(new LocalDisk(), run);
    List<EpochResult> epochs = Results.of(new LocalDisk(), run).rows();
    Map<String, Object> summary = SavedRun.summary(new LocalDisk(), run);
    try (SavedRun.Model last = saved.load(false, 64, 1);
        SavedRun.Model best = saved.load(true, 64, 1)) {
      int bestEpoch = ((Number) summary.get("best_epoch")).intValue();
      assertThat(measure(last, false)).containsEntry("loss", epochs.getLast().value("val.loss"));
      assertThat(measure(best, false)).containsEntry("loss", epochs.get(bestEpoch - 1).value("val.loss"));
      assertThat(measure(last, true)).isEqualTo(summary.get("test"));
    }
  }

  @Test
  void theBestWeightsAreThoseOfTheMeanWhenTheyAreRestored() throws Exception {
    Path run = train("restored", "regularization: [ema: 0.5]").resolveSibling("restored");
    Path config = folder.resolve("restored.yaml");
    Files.writeString(
        config, Runs.text(config).replace("epochs: 8", "epochs: 8, early_stopping: {monitor: val.loss, patience: 8}"));
    Path stopping = folder.resolve("stopping");
    Runs.train(config, stopping, 1, new Runs.Silent());
    assertThat(Runs.column(stopping, "val.loss")).isEqualTo(Runs.column(run, "val.loss"));
    try (SavedRun.Model best = SavedRun.open(new LocalDisk(), stopping).load(true, 64, 1)) {
      assertThat(measure(best, true)).isEqualTo(SavedRun.summary(new LocalDisk(), stopping).get("test"));
    }
  }

  /// One batch of all rows: the running mean and variance of batch_norm are those, unbiased, of x·W + b with the mean
  /// of the weights, x the training rows. A mean of the running statistics of the weights would be something else.
  @Test
  void theMeanOfTheWeightsGetsRunningStatisticsOfItsOwn() throws Exception {
    Path run = train("statistics", "regularization: [swa: 0.25]", "full");
    try (SavedRun.Model model = SavedRun.open(new LocalDisk(), run).load(false, 256, 1)) {
      Dataset rows = model.prepare(new DataFiles(List.of())).train();
      Map<String, double[]> now = new LinkedHashMap<>();
      MatrixVisitor each = (name, matrix) -> now.put(name, Numbers.of(matrix));
      model.network().state(each);
      int n = rows.rows();
      for (int j = 0; j < 7; j++) {
        double[] y = new double[n];
        for (int r = 0; r < n; r++) {
          y[r] = now.get("dense_1.bias")[j];
          for (int i = 0; i < 2; i++) {
            y[r] += rows.inputs().get(r, i) * now.get("dense_1.weight")[i * 7 + j];
          }
        }
        double mean = Arrays.stream(y).sum() / n;
        double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
        assertThat(now.get("batch_norm_1.running_mean")[j]).isCloseTo(mean, within(1e-5));
        assertThat(now.get("batch_norm_1.running_var")[j]).isCloseTo(variance, within(1e-5 * (1 + variance)));
      }
    }
  }

  @Test
  void anInterruptionBetweenTwoMeansDoesNotShow() throws Exception {
    Path whole = train("whole", "regularization: [swa: {start: 0.25, every_epochs: 2}]");
    for (int epoch : new int[] {2, 5, 6}) { // before the mean, and before and after it moves
      Path stopped = folder.resolve("stopped-" + epoch);
      assertThatThrownBy(() -> Runs.train(folder.resolve("whole.yaml"), stopped, 2, new Runs.StopAfter(epoch)))
          .isInstanceOf(Runs.Stopped.class);
      Runs.resume(stopped, 1, new Runs.Silent());
      assertThat(Runs.results(stopped)).as("after epoch %s", epoch).isEqualTo(Runs.results(whole));
    }
  }

  /// Descent over all rows takes one step an epoch unless it is told otherwise.
  @ParameterizedTest
  @ValueSource(strings = {"gradient_descent", "rprop"})
  void anOptimizerOfAllRowsGetsThemUnlessItIsToldOtherwise(String optimizer) throws Exception {
    Path config = folder.resolve("config.yaml");
    String text =
        "data: {source: moons}\nmodel: [dense: 2]\nloss: cross_entropy\noptimizer: " + optimizer + "\ntrain: {%s}\n";
    Files.writeString(config, text.replace("%s", "epochs: 1"));
    assertThat(Experiments.read(config, List.of()).value().train().batchSize()).hasToString("full");
    Files.writeString(config, text.replace("%s", "batch_size: 8"));
    assertThat(Experiments.read(config, List.of()).value().train().batchSize()).hasToString("8");
    Files.writeString(config, text.replace("%s", "epochs: 1").replace(optimizer, "sgd"));
    assertThat(Experiments.read(config, List.of()).value().train().batchSize()).hasToString("32");
  }
}
