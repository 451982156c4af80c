package nnrun.metric;

import nnrun.spec.Component;

/// n rows, h of them right, p_c predicted as class c, t_c of class c.
@Component(
    formula = "(n·h - Σ p_c·t_c)/√((n² - Σ p_c²)(n² - Σ t_c²))",
    doc =
        "Matthews' correlation of true and predicted classes, from -1 to 1. 0 is chance, and stands where only one"
            + " class is true or predicted. n rows, h of them right, p_c predicted as class c, t_c of class c.",
    use = "As one honest number for rare classes.",
    avoid = "Where a share of rows is asked for. Take balanced_accuracy.",
    source = "Matthews 1975; Gorodkin 2004",
    aliases = "matthews_correlation")
public record Mcc() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new ClassCounts(outputs, false) {
      @Override
      public double value() {
        double n = sum(actual);
        double both = n * sum(hits);
        double predictedLeft = n * n;
        double actualLeft = n * n;
        for (int c = 0; c < hits.length; c++) {
          both -= (double) predicted[c] * actual[c];
          predictedLeft -= (double) predicted[c] * predicted[c];
          actualLeft -= (double) actual[c] * actual[c];
        }
        return ratio(both, Math.sqrt(predictedLeft * actualLeft));
      }
    };
  }
}
