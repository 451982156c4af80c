package nnrun.metric;

import nnrun.spec.Component;

@Component(
    formula = "mean over rows of 1 - 2·|A∩B| / (|A| + |B|), A = {y >= ½}, B = {t >= ½}",
    doc = "As jaccard, but gentler on small overlaps. Two empty sets are 0 apart.",
    use = "For masks, as is usual there.",
    avoid = "Where the triangle inequality is needed. Take jaccard.",
    source = "Dice 1945; Sørensen 1948")
public record SorensenDice() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow((y, t, row) -> {
      PerRow.Overlap sets = PerRow.Overlap.of(y, t, row);
      int both = sets.predicted() + sets.actual();
      return both == 0 ? 0 : 1 - 2.0 * sets.both() / both;
    });
  }
}
