package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nnrun.config.ConfigException;
import nnrun.data.DataFiles;
import nnrun.data.Prepared;
import nnrun.train.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run with a mean of its weights measures, keeps as best, saves and predicts is that of the mean.
class AveragedRunTest {
  @TempDir Path folder;

  private Path train(String name, String regularization) throws IOException, ConfigException {
    Path config =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            data: {source: {type: moons, n: 200}, split: {val: 0.3, test: 0.3}}
            model: [dense: 7, batch_norm, relu, dense: 2]
            loss: cross_entropy
            optimizer: {type: sgd, lr: 1}
            train: {batch_size: 10, epochs: 8}
            """
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
    List<EpochResult> epochs = saved.metrics();
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
