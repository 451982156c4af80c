package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of 1 if (y >= ½) = (t >= ½) in every output else 0",
    doc = "Share of the rows whose labels are all right.",
    use = "For several labels a row, where one wrong label spoils the row.",
    avoid = "With many labels: it is near 0 for good nets, too. Take hamming or f1.",
    source = "Zhang and Zhou 2014")
public record SubsetAccuracy() implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> PerRow.sum(y, t, row, (a, b) -> a >= 0.5 == b >= 0.5 ? 0 : 1) == 0 ? 1 : 0);
  }
}
