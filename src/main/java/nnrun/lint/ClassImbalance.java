package nnrun.lint;

import nnrun.data.Prepared;
import nnrun.data.Targets;
import nnrun.loss.BinaryCrossEntropy;
import nnrun.loss.CrossEntropy;

@Finds(
    code = "L101",
    value = "a class with less than a tenth of the rows of another",
    why =
        "A net that never names the rare class has a high accuracy. Give loss: {class_weights: [...]} or pos_weight,"
            + " and look at the confusion metric.")
public record ClassImbalance() implements Rule.OfData {
  private static final int TIMES = 10;

  @Override
  public void check(Plan plan, Prepared data, Findings findings) {
    Targets targets = data.preprocessing().targets();
    boolean weighted =
        (plan.loss() instanceof CrossEntropy ce && ce.classWeights() != null)
            || (plan.loss() instanceof BinaryCrossEntropy bce && bce.posWeight() != null);
    if (targets.kind() != Targets.Kind.CLASSES || weighted) {
      return;
    }
    int[] counts = new int[targets.width()];
    for (int row = 0; row < data.train().rows(); row++) {
      counts[(int) data.train().targets().get(row, 0)]++;
    }
    int least = 0;
    int most = 0;
    for (int c = 1; c < counts.length; c++) {
      least = counts[c] < counts[least] ? c : least;
      most = counts[c] > counts[most] ? c : most;
    }
    if ((long) counts[least] * TIMES < counts[most]) {
      findings.add(
          "class "
              + targets.classes().get(least)
              + " has "
              + counts[least]
              + " training rows and class "
              + targets.classes().get(most)
              + " has "
              + counts[most]
              + "; weigh the classes, and look at the confusion metric",
          "data.target",
          "data.source");
    }
  }
}
