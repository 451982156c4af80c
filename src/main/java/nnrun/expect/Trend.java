package nnrun.expect;

import java.util.List;

/// A measure that moves: `train.loss decreases over 3 epochs`. Compared are the first and the last of the run's last so
/// many epochs, since between neighbours a measure may well move the other way.
///
/// @param overEpochs 0 for all epochs of the run
public record Trend(Measure measure, boolean falls, int overEpochs) implements Claim {
  static final String FALLS = "decreases";
  static final String RISES = "increases";

  @Override
  public int needsEpoch() {
    return overEpochs;
  }

  @Override
  public Outcome judge(Evidence run) throws Evidence.Missing {
    List<Double> values = run.epochs(measure.column());
    int epochs = overEpochs == 0 ? values.size() : overEpochs;
    if (values.size() < Math.max(2, epochs)) {
      return new Outcome(false, "only " + values.size() + (values.size() == 1 ? " epoch" : " epochs"));
    }
    double first = values.get(values.size() - epochs);
    double last = values.getLast();
    String came =
        Verdict.shown(first, last) + " in epoch " + (values.size() - epochs + 1) + ", " + Verdict.shown(last, first);
    return new Outcome(falls ? last < first : last > first, came + " in epoch " + values.size());
  }

  @Override
  public String toString() {
    String over = overEpochs == 0 ? "" : " over " + overEpochs + " epochs";
    return measure + " " + (falls ? FALLS : RISES) + over;
  }
}
