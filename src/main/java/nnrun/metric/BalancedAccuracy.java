package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over classes of right / rows of the class",
    doc =
        "Accuracy in which every class counts the same, however rare; 1/classes is chance. Classes without"
            + " rows are left out.",
    use = "For classes of different size.",
    avoid = "Where a rare class matters no more than its rows. Take accuracy.",
    source = "Brodersen et al. 2010")
public record BalancedAccuracy() implements Metric {
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
        double sum = 0;
        int present = 0;
        for (int c = 0; c < hits.length; c++) {
          if (actual[c] > 0) {
            sum += (double) hits[c] / actual[c];
            present++;
          }
        }
        return ratio(sum, present);
      }
    };
  }
}
