package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Json;
import nnrun.data.Dataset;
import nnrun.data.Targets;
import nnrun.metric.Confusion;
import nnrun.state.StateHash;
import nnrun.train.Diverged;
import nnrun.train.EarlyStopping;
import nnrun.train.EpochResult;
import nnrun.train.Trainer;
import org.jspecify.annotations.Nullable;

/// What a run leaves when it ends, pauses or diverges: its last measures, predictions and pictures.
final class Ending {
  /// Keys of summary.json: whether the last weights are those of the best epoch; their hash; why training diverged.
  static final String ENDS_IN_BEST = "ends_in_best";

  static final String WEIGHTS_SHA256 = "weights_sha256";
  static final String DIVERGED = "diverged";

  private final RunFolder folder;
  private final Disk disk;
  private final Experiment experiment;
  private final Assembly parts;

  Ending(RunFolder folder, Experiment experiment, Assembly parts) {
    this.folder = folder;
    disk = folder.disk();
    this.experiment = experiment;
    this.parts = parts;
  }

  private Trainer trainer() {
    return parts.trainer();
  }

  /// Brings the best weights back if asked to, measures them on the rows kept for that, and writes what a run ends
  /// with.
  ///
  /// @param pictures draws what the files say
  /// @return what summary.json says
  Map<String, @Nullable Object> finished(Checkpoints checkpoints, TrainingRun.Pictures pictures) {
    trainer().training().predicting(true);
    EarlyStopping stopping = experiment.train().earlyStopping();
    boolean restored = stopping != null && stopping.restoreBest() && trainer().bestEpoch() > 0;
    if (restored) {
      checkpoints.openBest().partInto(parts.network()::state);
    }
    Map<String, @Nullable Object> summary = summaryOfEpochs("finished");
    summary.put(ENDS_IN_BEST, restored || trainer().bestEpoch() == trainer().epochs());
    StateHash weights = new StateHash();
    parts.network().state(weights);
    summary.put(WEIGHTS_SHA256, weights.hex());
    Dataset test = parts.data().test();
    Dataset shown = !test.isEmpty() ? test : parts.data().val();
    if (!shown.isEmpty()) {
      Targets targets = parts.data().preprocessing().targets();
      Predictions predictions = new Predictions(parts.data().preprocessing(), shown);
      Map<String, Double> values = new LinkedHashMap<>();
      disk.replace(
          folder.file("predictions.csv"),
          out -> values.putAll(trainer().evaluation().of(shown, predictions.streamedTo(out))));
      if (!test.isEmpty()) {
        summary.put("test", values);
      }
      Confusion.Counts counts = trainer().evaluation().confusion();
      if (counts != null) {
        disk.replace(folder.file("confusion.csv"), Predictions.confusion(counts, targets.classes()).getBytes(UTF_8));
      }
    }
    draw(pictures);
    write(summary);
    return summary;
  }

  /// Says how far the run has come; everything else that a run ends with comes when it goes on to its end.
  Map<String, @Nullable Object> paused() {
    Map<String, @Nullable Object> summary = summaryOfEpochs("paused");
    write(summary);
    return summary;
  }

  /// Says in which step it ended, and why, and draws how it came to that.
  Map<String, @Nullable Object> diverged(Diverged diverged, TrainingRun.Pictures pictures) {
    Map<String, @Nullable Object> summary = summary("diverged", diverged.epoch());
    summary.put(DIVERGED, diverged.getMessage());
    disk.replace(folder.file(TrainingRun.DIVERGENCE), Json.pretty(diverged.where()).getBytes(UTF_8));
    draw(pictures);
    write(summary);
    return summary;
  }

  private void draw(TrainingRun.Pictures pictures) {
    Map<String, String> drawn = new LinkedHashMap<>(pictures.ofMetrics(text(TrainingRun.METRICS)));
    if (experiment.recording().path()) {
      drawn.putAll(pictures.ofTrajectory(text(TrainingRun.TRAJECTORY), experiment.surface()));
    }
    drawn.forEach((name, svg) -> disk.replace(folder.folder("plots").resolve(name), svg.getBytes(UTF_8)));
  }

  private String text(String file) {
    return new String(disk.read(folder.file(file)), UTF_8);
  }

  private Map<String, @Nullable Object> summaryOfEpochs(String status) {
    List<EpochResult> rows = MetricsFile.read(disk, folder.file(TrainingRun.METRICS));
    Map<String, @Nullable Object> summary = summary(status, rows.getLast());
    summary.put("stopped_early", trainer().stoppedEarly());
    summary.put("best_epoch", trainer().bestEpoch());
    summary.put("best_by", trainer().monitor());
    summary.put("best", rows.get(Math.max(1, trainer().bestEpoch()) - 1).values());
    return summary;
  }

  private Map<String, @Nullable Object> summary(String status, EpochResult last) {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("status", status);
    summary.put("name", String.valueOf(experiment.name()));
    summary.put("epochs", last.epoch());
    summary.put("steps", last.step());
    summary.put("samples", last.samples());
    summary.put("parameters", parts.network().parameterCount());
    summary.put("final", last.values());
    return summary;
  }

  private void write(Map<String, @Nullable Object> summary) {
    disk.replace(folder.file(TrainingRun.SUMMARY), Json.pretty(summary).getBytes(UTF_8));
  }
}
