package nnrun.schedule;

import nnrun.spec.Component;
import nnrun.state.Hyper;

@Component(
    formula = "η_t = η",
    doc = "The optimizer's own rate all along.",
    use = "For short runs, and to find a good rate first.",
    avoid = "In long runs: noise keeps the loss from settling; take cosine.",
    source = "Common knowledge")
public record Constant() implements Schedule.Pure {
  @Override
  public void drive(long t, Time time, Hyper hyper) {}
}
