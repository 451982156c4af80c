package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of the share of outputs with (y >= ½) ≠ (t >= ½)",
    doc = "The share of outputs on the wrong side of ½.",
    use = "For several labels a row.",
    avoid = "With few labels a row: saying no to all is nearly right. Take jaccard.",
    source = "Hamming 1950")
public record Hamming() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (a, b) -> a >= 0.5 == b >= 0.5 ? 0 : 1) / outputs);
  }
}
