package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;

@Component(
    formula = "η_t = η·(a + (b - a)·min(t, T)/T)",
    doc = "A straight line from one share of the rate to another.",
    use = "Down to 0 over the run, a good first choice beside cosine; with a below b as a warm-up.",
    avoid = "Without a planned end. Take inverse_sqrt.",
    source = "Goyal et al. 2017 (as a warm-up)")
public record Linear(
    @Inline Length length,
    @Doc("Share a of the rate at the start") @Default("1.0") @Range("[0,1e6]") double startFactor,
    @Doc("Share b of the rate at the end") @Default("0") @Range("[0,1e6]") double endFactor)
    implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {
    long steps = length.in(time);
    hyper.lr *= startFactor + (endFactor - startFactor) * Math.min(t, steps) / steps;
  }
}
