package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of 1 - |A∩B| / |A∪B|, A = {y >= ½}, B = {t >= ½}",
    doc = "Outputs that are rightly no do not count. Two empty sets are 0 apart.",
    use = "For several labels a row, few of them yes.",
    avoid = "Where a rightly no counts too. Take hamming.",
    source = "Jaccard 1901")
public record Jaccard() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> {
      PerRow.Overlap sets = PerRow.Overlap.of(y, t, row);
      int union = sets.predicted() + sets.actual() - sets.both();
      return union == 0 ? 0 : 1 - (double) sets.both() / union;
    });
  }
}
