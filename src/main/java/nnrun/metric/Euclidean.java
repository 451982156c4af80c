package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of √Σ(y - t)²",
    doc = "How far predictions lie from their targets in a straight line.",
    use = "For outputs that are one point, in one unit.",
    avoid = "For outputs of different units. Scale them, or take mae.",
    source = "Euclid, Elements I.47")
public record Euclidean() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> Math.sqrt(PerRow.sum(y, t, row, (a, b) -> (a - b) * (a - b))));
  }
}
