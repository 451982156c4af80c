package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of Σ|y - t|",
    doc =
        "The way along the axes: one output far off counts no more than many slightly off. It grows with the number of"
            + " outputs; mae does not.",
    source = "Minkowski 1910")
public record Manhattan() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (a, b) -> Math.abs(a - b)));
  }
}
