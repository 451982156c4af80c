package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;

@Component(
    formula = "share of the pairs (row of the class, other row) in the right order, ties count ½",
    doc =
        "Area under the ROC curve: how well scores sort, whatever the threshold; ½ is chance. Of several"
            + " classes each against the rest. Keeps all scores: 8 to 16 bytes a row and output.",
    use = "To compare scores before a threshold is chosen.",
    avoid = "For rare classes, which it flatters. Take average_precision.",
    source = "Hanley and McNeil 1982")
public record RocAuc(
    @Doc("Weights classes by their rows; else each counts the same") @Default("false") boolean weighted,
    @Doc("Each output is a yes or no of its own") @Default("false") boolean multiLabel)
    implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public boolean needsClasses() {
    return !multiLabel;
  }

  @Override
  public String column() {
    return weighted ? "roc_auc_weighted" : "roc_auc";
  }

  @Override
  public Tally start(int outputs) {
    return new Ranked(outputs, multiLabel, weighted, RocAuc::area);
  }

  /// Counted in halves, so exactly.
  private static double area(double[] positives, double[] negatives) {
    long halves = 0;
    int less = 0;
    int lessOrEqual = 0;
    for (double score : positives) {
      while (less < negatives.length && negatives[less] < score) {
        less++;
      }
      lessOrEqual = Math.max(lessOrEqual, less);
      while (lessOrEqual < negatives.length && negatives[lessOrEqual] <= score) {
        lessOrEqual++;
      }
      halves += less + lessOrEqual;
    }
    return halves / (2.0 * positives.length * negatives.length);
  }
}
