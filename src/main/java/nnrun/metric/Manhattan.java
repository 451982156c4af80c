package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of Σ|y - t|",
    doc = "The way along the axes; it grows with the number of outputs.",
    use = "Where one output far off counts no more than many slightly off.",
    avoid = "To compare models of different width. Take mae.",
    source = "Minkowski 1910")
public record Manhattan() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (a, b) -> Math.abs(a - b)));
  }
}
