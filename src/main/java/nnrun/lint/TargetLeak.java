package nnrun.lint;

import java.util.LinkedHashMap;
import java.util.Map;
import nnrun.data.Function;
import nnrun.data.Plane;
import nnrun.data.Prepared;
import nnrun.data.Rows;
import nnrun.data.Targets;

@Finds(
    code = "L103",
    value = "an input column that tells the target by itself",
    why =
        "Each of its values goes with one target, or it is the target in another unit. Mostly it was made from the"
            + " target or became known after it, and will not be there when the net is used. Name it under data:"
            + " {ignore: [...]}.")
public record TargetLeak() implements Rule.OfData {
  /// Fewer rows may look so by chance.
  private static final int ENOUGH_ROWS = 20;

  /// What has more values hardly tells by each of them.
  private static final int MOST_VALUES = 1 << 16;

  private static final double STRAIGHT = 1 - 1e-9;

  @Override
  public void check(Plan plan, Prepared data, Findings findings) {
    Rows targets = data.train().targets();
    Targets.Kind kind = data.preprocessing().targets().kind();
    boolean image = data.preprocessing().inputShape().size() > 1;
    if (kind == Targets.Kind.INPUT || targets.columns() != 1 || image || targets.rows() < ENOUGH_ROWS) {
      return;
    }
    if (plan.data().source() instanceof Function || plan.data().source() instanceof Plane) {
      return; // y is made from x there, on purpose
    }
    Rows inputs = data.train().inputs();
    for (Columns column : Columns.of(data)) {
      boolean line = kind == Targets.Kind.NUMBERS && isLine(inputs, column.from(), targets);
      if (line || decides(inputs, column, targets)) {
        String name = data.preprocessing().targets().columns().getFirst();
        findings.add(
            column.name() + " alone tells " + name + " in every training row; ignore it, unless it is known beforehand",
            "data.columns",
            "data.source");
      }
    }
  }

  /// Every value of the column stands, on the average, in two rows or more, and always with the same target.
  private static boolean decides(Rows inputs, Columns column, Rows targets) {
    Map<Double, Double> targetOf = new LinkedHashMap<>();
    boolean differ = false;
    for (int row = 0; row < inputs.rows(); row++) {
      double value = value(inputs, row, column);
      double target = targets.get(row, 0);
      Double before = targetOf.putIfAbsent(value + 0.0, target);
      if (before != null && before != target) {
        return false;
      }
      if (targetOf.size() > Math.min(inputs.rows() / 2, MOST_VALUES)) {
        return false;
      }
      differ |= target != targets.get(0, 0);
    }
    return differ;
  }

  /// The number in the column, or which of its categories the row has.
  private static double value(Rows inputs, int row, Columns column) {
    if (column.to() - column.from() == 1) {
      return inputs.get(row, column.from());
    }
    for (int f = column.from(); f < column.to(); f++) {
      if (inputs.get(row, f) != 0) {
        return f;
      }
    }
    return -1;
  }

  /// |correlation| is 1.
  private static boolean isLine(Rows inputs, int feature, Rows targets) {
    int n = inputs.rows();
    double meanX = 0;
    double meanT = 0;
    for (int row = 0; row < n; row++) {
      meanX += inputs.get(row, feature) / n;
      meanT += targets.get(row, 0) / n;
    }
    double xx = 0;
    double xt = 0;
    double tt = 0;
    for (int row = 0; row < n; row++) {
      double x = inputs.get(row, feature) - meanX;
      double t = targets.get(row, 0) - meanT;
      xx += x * x;
      xt += x * t;
      tt += t * t;
    }
    return xx > 0 && tt > 0 && Math.abs(xt) >= STRAIGHT * StrictMath.sqrt(xx) * StrictMath.sqrt(tt);
  }
}
