package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;

@Component(
    formula = "η_t = m + (η - m)(1 + cos(πt/T))/2",
    doc = "Falls slowly, then fast, then slowly to the least rate at the end of the run.",
    use = "As the first choice when the length of the run is known.",
    avoid = "With early_stopping: a run that ends early never gets to the small rates.",
    source = "Loshchilov and Hutter 2017")
public record Cosine(
    @Inline Length length,
    @Doc("Rate m at the end") @Default("0") @Range("[0,inf)") double minLr,
    @Doc("hold keeps the least rate past the end, rise goes up again") @Default("hold") PastEnd pastEnd)
    implements Schedule.Pure {
  /// What comes after the last step of the length.
  public enum PastEnd {
    HOLD,
    RISE
  }

  @Override
  public void drive(long t, Time time, Hyper hyper) {
    long steps = length.in(time);
    double share = (double) (pastEnd == PastEnd.HOLD ? Math.min(t, steps) : t) / steps;
    hyper.lr = minLr + (hyper.lr - minLr) * (1 + Functions.cosPi(share)) / 2;
  }
}
