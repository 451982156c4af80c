package nnrun.expect;

import java.util.List;

/// A measure against a number: `val.accuracy >= 0.95`, `val.loss <= 0.1 by epoch 10`.
///
/// @param byEpoch it is enough that it held in one of the first so many epochs; 0 for the one moment of the measure
public record Threshold(Measure measure, Relation relation, double bound, int byEpoch) implements Claim {
  @Override
  public Outcome judge(Evidence run) throws Evidence.Missing {
    if (byEpoch == 0) {
      double value = run.value(measure);
      return new Outcome(relation.holds(value, bound), Verdict.shown(value, bound));
    }
    List<Double> values = run.epochs(measure.column());
    int best = -1;
    for (int i = 0; i < Math.min(byEpoch, values.size()); i++) {
      if (relation.holds(values.get(i), bound)) {
        return new Outcome(true, Verdict.shown(values.get(i), bound) + " in epoch " + (i + 1));
      }
      best = best < 0 || nearer(values.get(i), values.get(best)) ? i : best;
    }
    return best < 0
        ? new Outcome(false, "no epoch")
        : new Outcome(false, "at best " + Verdict.shown(values.get(best), bound) + " in epoch " + (best + 1));
  }

  private boolean nearer(double a, double b) {
    if (relation.orders()) {
      return relation.wantsMore() ? a > b : a < b;
    }
    return Math.abs(a - bound) < Math.abs(b - bound);
  }

  @Override
  public String toString() {
    String by = byEpoch == 0 ? "" : " by epoch " + byEpoch;
    return measure + " " + relation + " " + Verdict.text(bound) + by;
  }
}
