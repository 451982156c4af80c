package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;

@Component(
    formula = "Σ (R_n - R_{n-1})·P_n over the thresholds, falling; P precision, R recall",
    doc =
        "How well scores sort: the area under precision over recall; the class's share of the rows is"
            + " chance. Of several classes each against the rest. Keeps all scores: 8 to 16 bytes a row and output.",
    use = "For rare classes.",
    avoid = "Between data sets, where chance differs. Take roc_auc.",
    source = "Davis and Goadrich 2006")
public record AveragePrecision(
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
    return weighted ? "average_precision_weighted" : "average_precision";
  }

  @Override
  public Tally start(int outputs) {
    return new Ranked(outputs, multiLabel, weighted, AveragePrecision::steps);
  }

  private static double steps(double[] positives, double[] negatives) {
    double sum = 0;
    int p = positives.length;
    int n = negatives.length;
    while (p > 0) {
      double threshold = positives[p - 1];
      int before = p;
      while (p > 0 && positives[p - 1] >= threshold) {
        p--;
      }
      while (n > 0 && negatives[n - 1] >= threshold) {
        n--;
      }
      double hits = positives.length - p;
      sum += (before - p) * hits / (hits + negatives.length - n);
    }
    return sum / positives.length;
  }
}
