package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of Σ (p - t)² over the outputs",
    doc =
        "Squared error of the probabilities: bounded, so one confident mistake does not rule it as it does log_loss."
            + " With one output from 0 to 1, with several from 0 to 2.",
    source = "Brier 1950")
public record Brier() implements Metric {
  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (p, own) -> (p - own) * (p - own)));
  }
}
