package nnrun.run;

import java.util.List;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.data.Rows;
import nnrun.data.Targets;
import nnrun.loss.Loss;

/// Whether targets are what the loss makes sense of.
final class DataChecks {
  private final Findings findings;
  private final Experiment experiment;

  DataChecks(Findings findings) {
    this.findings = findings;
    experiment = findings.experiment();
  }

  /// A loss of probabilities or counts makes no sense of other numbers, and would follow them anywhere.
  void targets(Prepared data) {
    Targets targets = data.preprocessing().targets();
    Loss.Wants wants = experiment.loss().wants();
    if (wants == Loss.Wants.NUMBERS || targets.kind() == Targets.Kind.CLASSES) {
      return;
    }
    boolean input = targets.kind() == Targets.Kind.INPUT;
    Rows values = input ? data.train().inputs() : data.train().targets();
    if (wants == Loss.Wants.CLASSES && values.columns() == 1) {
      return; // no distribution: what is said of the outputs says it
    }
    double most = wants == Loss.Wants.COUNTS ? Double.POSITIVE_INFINITY : 1;
    String range = wants == Loss.Wants.COUNTS ? "counts, numbers from 0 up" : "targets from 0 to 1";
    String instead = wants == Loss.Wants.COUNTS ? "; take mse" : "; for classes take cross_entropy, for numbers mse";
    for (int row = 0; row < values.rows(); row++) {
      for (int column = 0; column < values.columns(); column++) {
        double value = values.get(row, column);
        if (!(value >= 0 && value <= most)) {
          findings.add(
              "loss",
              "this loss needs "
                  + range
                  + ", and "
                  + (input ? "an input" : targets.columns().get(column))
                  + " is "
                  + value
                  + " in a training row"
                  + instead
                  + (input ? ", or scale the input: data: {scale: min_max}" : ""),
              null);
          return;
        }
      }
    }
    if (wants == Loss.Wants.CLASSES) {
      distributions(data.train(), values);
    }
  }

  private void distributions(Dataset train, Rows values) {
    for (int r = 0; r < values.rows(); r++) {
      double sum = 0;
      for (int c = 0; c < values.columns(); c++) {
        sum += values.get(r, c);
      }
      if (!(Math.abs(sum - 1) <= 1e-3)) {
        findings.add(
            "loss",
            "this loss needs probabilities of classes that add up to 1, and those of row "
                + train.sourceRow(r)
                + " add up to "
                + (float) sum
                + "; for yes-no outputs take binary_cross_entropy, for numbers mse",
            null);
        return;
      }
    }
  }

  void classWeights(Targets targets) {
    List<Double> weights = experiment.loss().classWeights();
    if (weights != null && targets.kind() == Targets.Kind.CLASSES && weights.size() != targets.width()) {
      findings.add(
          "loss.class_weights",
          weights.size()
              + " weights for "
              + targets.width()
              + " classes; give one for each of "
              + String.join(", ", targets.classes()),
          null);
    }
  }
}
