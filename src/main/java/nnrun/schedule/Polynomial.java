package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;

/// x^power is e^(power·ln x): `StrictMath.pow` makes small arrays, and a step of training allocates nothing.
@Component(
    formula = "η_t = m + (η - m)·(1 - min(t, T)/T)^power",
    doc = "Falls to the least rate along a power: above 1 fast at first, below 1 fast at last.",
    use = "To tune the form of the fall, as papers on segmentation do.",
    avoid = "Untuned: cosine is as good, and power 1 is linear.",
    source = "Chen et al. 2018 (power 0.9)")
public record Polynomial(
    @Inline Length length,
    @Doc("Exponent of the share of the run that is left") @Default("2.0") @Range("(0,100]") double power,
    @Doc("Rate m at the end") @Default("0") @Range("[0,inf)") double minLr)
    implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {
    long steps = length.in(time);
    double left = 1 - (double) Math.min(t, steps) / steps;
    hyper.lr = minLr + (hyper.lr - minLr) * (left == 0 ? 0 : StrictMath.exp(power * StrictMath.log(left)));
  }
}
