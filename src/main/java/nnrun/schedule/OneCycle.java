package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;

/// The optimizer's rate is the peak. Up from peak/div_factor within the first part of the run, then down to
/// peak/div_factor/final_div_factor; the momentum moves the other way. With three phases it comes down symmetrically
/// first.
@Component(
    formula = "η up from η/div to η, then down to η/(div·final_div); momentum down, then up",
    doc = "One large swing of the rate over the run; the momentum moves the other way.",
    use = "To train fast, with a high peak, when the length of the run is known.",
    avoid = "With early_stopping: the best weights come at the very end.",
    source = "Smith and Topin 2018")
public record OneCycle(
    @Inline Length length,
    @Doc("Share of the run that goes up") @Default("0.3") @Range("(0,1)") double pctStart,
    @Doc("Peak rate / first rate") @Default("25") @Range("[1,inf)") double divFactor,
    @Doc("First rate / last rate") @Default("1e4") @Range("[1,inf)") double finalDivFactor,
    @Doc("Form of the curves: cos or linear") @Default("cos") Anneal anneal,
    @Doc("Comes down to the first rate as fast as it went up, then to the last") @Default("false") boolean threePhase,
    @Doc("Moves the momentum too") @Default("true") boolean cycleMomentum,
    @Doc("Momentum at the peak rate") @Default("0.85") @Range("[0,1)") double baseMomentum,
    @Doc("Momentum at the first and last rate") @Default("0.95") @Range("[0,1)") double maxMomentum)
    implements Schedule.Pure {
  /// How a value goes from one end of a phase to the other.
  public enum Anneal {
    COS,
    LINEAR
  }

  public OneCycle {
    if (threePhase && pctStart >= 0.5) {
      throw new Invalid("pctStart", "with three phases the rise takes less than half of the run, this is " + pctStart);
    }
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    double last = length.in(time) - 1;
    double at = Math.min(t, last);
    double up = Math.min(Math.max(pctStart * (last + 1) - 1, 0), last);
    double peak = hyper.lr;
    double first = peak / divFactor;
    double end = first / finalDivFactor;
    if (at <= up) {
      set(hyper, up > 0 ? at / up : 1, first, peak, maxMomentum, baseMomentum);
    } else if (!threePhase) {
      set(hyper, (at - up) / (last - up), peak, end, baseMomentum, maxMomentum);
    } else {
      double down = 2 * pctStart * (last + 1) - 2;
      if (at <= down) {
        set(hyper, (at - up) / (down - up), peak, first, baseMomentum, maxMomentum);
      } else {
        set(hyper, (at - down) / (last - down), first, end, maxMomentum, maxMomentum);
      }
    }
  }

  private void set(Hyper hyper, double share, double lrFrom, double lrTo, double momentumFrom, double momentumTo) {
    hyper.lr = between(share, lrFrom, lrTo);
    if (cycleMomentum) {
      hyper.momentum = between(share, momentumFrom, momentumTo);
    }
  }

  private double between(double share, double from, double to) {
    return anneal == Anneal.LINEAR ? from + (to - from) * share : to + (from - to) / 2 * (1 + Functions.cosPi(share));
  }
}
