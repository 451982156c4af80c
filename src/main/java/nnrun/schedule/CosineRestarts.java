package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import nnrun.state.Hyper;
import nnrun.tensor.Functions;

/// The period T begins with the length given and is multiplied at each restart; s counts from the last restart.
@Component(
    formula = "η_t = m + (η - m)(1 + cos(πs/T))/2; at s = T: s = 0, T = factor·T",
    doc = "cosine again and again: each restart shakes the weights out of where they settled.",
    use = "For several good nets from one run, or to average them with swa.",
    avoid = "For one good net: cosine over the whole run is as good.",
    source = "Loshchilov and Hutter 2017")
@Rule(
    needs = {"steps", "epochs"},
    says = "say how long the first period is: steps: 1000 or epochs: 10")
public record CosineRestarts(
    @Inline Length period,
    @Doc("How many times longer each period is than the one before") @Default("1") @Range("[1,1000]") int factor,
    @Doc("Rate m at the end of a period") @Default("0") @Range("[0,inf)") double minLr)
    implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {
    long length = period.in(time);
    long since = factor == 1 ? t % length : t;
    while (since >= length) {
      since -= length;
      length *= factor;
    }
    hyper.lr = minLr + (hyper.lr - minLr) * (1 + Functions.cosPi((double) since / length)) / 2;
  }
}
