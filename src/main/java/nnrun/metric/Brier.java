package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of Σ (p - t)² over the outputs",
    doc = "Squared error of the probabilities: from 0 to 1 with one output, to 2 with several.",
    use = "For probabilities; one confident mistake does not rule it.",
    avoid = "For very rare classes: near 0 for a net that always says no. Take log_loss.",
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
