package nnrun.run;

import java.util.List;
import nnrun.expect.Claim;
import nnrun.expect.Measure;
import nnrun.metric.Metric;
import nnrun.schedule.ReduceOnPlateau;
import nnrun.schedule.Schedule;
import nnrun.schedule.Warmup;
import nnrun.spec.Catalogue;
import nnrun.spec.Nearest;
import nnrun.train.EarlyStopping;
import nnrun.train.Evaluation;
import org.jspecify.annotations.Nullable;

/// Whether everything that is watched, judged or expected is measured.
final class MeasureChecks {
  private final Findings findings;
  private final Experiment experiment;

  MeasureChecks(Findings findings) {
    this.findings = findings;
    experiment = findings.experiment();
  }

  void monitors(boolean hasVal) {
    EarlyStopping stopping = experiment.train().earlyStopping();
    if (stopping != null) {
      monitor("train.early_stopping.monitor", stopping.monitor(), hasVal);
    }
    String path = "schedule";
    Schedule schedule = experiment.schedule();
    while (schedule instanceof Warmup warmup) {
      schedule = warmup.then();
      path += ".then";
    }
    if (schedule instanceof ReduceOnPlateau plateau) {
      monitor(path + ".monitor", plateau.monitor(), hasVal);
    }
  }

  private void monitor(String path, String measure, boolean hasVal) {
    measured(path, measure, hasVal, experiment.columns(hasVal));
  }

  /// @param columns there will be
  private void measured(String path, String measure, boolean hasVal, List<String> columns) {
    if (columns.contains(measure)) {
      return;
    }
    if (!hasVal && !experiment.isOfFunction() && experiment.columns(true).contains(measure)) {
      findings.addAt(
          path, measure, measure + " needs validation rows; add data: {split: {val: 0.1}} or watch train.loss", null);
    } else if (unmeasured(measure) != null) {
      String message = measure + " is not measured; add it with metrics: [" + unmeasured(measure) + "]";
      findings.addAt(path, measure, message, null);
    } else {
      findings.addAt(
          path,
          measure,
          "no measure is called " + measure + "; there are " + String.join(", ", columns),
          Nearest.of(measure, columns));
    }
  }

  /// The metric that would make this measure of train or val; null where there is none.
  private static @Nullable String unmeasured(String measure) {
    String name = measure.replaceFirst("^(train|val|test)\\.", "");
    return name.equals(measure) || Catalogue.of(Metric.class).find(name) == null ? null : name;
  }

  void expectations(boolean hasVal, boolean hasTest) {
    List<String> columns = experiment.columns(hasVal);
    List<String> test = Evaluation.names(experiment.metrics()).stream().map(name -> "test." + name).toList();
    columns.addAll(hasTest ? test : List.of());
    for (int i = 0; i < experiment.expect().size(); i++) {
      Claim claim = experiment.expect().get(i).claim();
      String path = "expect." + i;
      Measure measure = claim.measure();
      if (measure == null) {
        continue;
      }
      if (!hasTest && test.contains(measure.column())) {
        String message = measure.column() + " needs test rows; add data: {split: {test: 0.2}} or take val";
        findings.addAt(path, measure.column(), message, null);
      } else if (measure.ofTest() && !measure.moment().isEmpty()) {
        String message = "the test rows are measured once, at the end; write " + measure.column();
        findings.addAt(path, "@", message, null);
      } else {
        measured(path, measure.column(), hasVal, columns);
      }
      int epochs = experiment.train().epochs();
      if (claim.needsEpoch() > epochs) {
        String message = "train.epochs is " + epochs + ", so this cannot be met";
        findings.addAt(path, Integer.toString(claim.needsEpoch()), message, null);
      }
    }
  }
}
