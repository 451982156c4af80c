package nnrun.expect;

/// A measure beside the same one of another run: `val.loss within 2% of runs/baseline`. |a - b| <= width, or, in
/// percent, |a - b| <= width/100 · |b|, with b that of the other run.
///
/// @param percent whether the width is one of the other run's value
/// @param run folder of the other run
public record Near(Measure measure, double width, boolean percent, String run) implements Claim {
  @Override
  public Outcome judge(Evidence here) throws Evidence.Missing {
    double value = here.value(measure);
    double other = here.of(run).value(measure);
    double most = percent ? width / 100 * Math.abs(other) : width;
    String came = Verdict.shown(value, other) + ", there " + Verdict.shown(other, value);
    return new Outcome(Math.abs(value - other) <= most, came);
  }

  @Override
  public String toString() {
    return measure + " within " + Verdict.text(width) + (percent ? "%" : "") + " of " + run;
  }
}
