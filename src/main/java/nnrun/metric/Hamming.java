package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of the share of outputs with (y >= ½) ≠ (t >= ½)",
    doc =
        "For several labels: each output is right or wrong. With few labels a row it is small for a net that says no to"
            + " all; see jaccard.",
    source = "Hamming 1950")
public record Hamming() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (a, b) -> a >= 0.5 == b >= 0.5 ? 0 : 1) / outputs);
  }
}
