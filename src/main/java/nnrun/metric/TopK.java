package nnrun.metric;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;

@Component(
    formula = "rows whose class is among the k most probable / all",
    doc =
        "Share of the rows whose class is among the k most probable. Of equal probabilities the first counts"
            + " as greater.",
    use = "For many classes that resemble each other.",
    avoid = "For few classes: chance alone is k/classes. Take accuracy.",
    source = "Russakovsky et al. 2015")
public record TopK(@Doc("How many classes may be named") @Default("5") @Range("[1,1000000]") int k) implements Metric {
  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public boolean needsClasses() {
    return true;
  }

  @Override
  public String column() {
    return "top_" + k;
  }

  @Override
  public Tally start(int outputs) {
    int classes = Math.max(2, outputs);
    if (k >= classes) {
      throw new Invalid("k", "of " + classes + " classes every one is among the first " + k + "; take a smaller k");
    }
    return new PerRow((y, t, row) -> rank(y, row, Classes.of(t, row)) < k ? 1 : 0);
  }

  /// How many classes are more probable than this one.
  private static int rank(Matrix y, int row, int own) {
    if (y.columns() == 1) {
      return Classes.of(y, row) == own ? 0 : 1;
    }
    int rank = 0;
    for (int c = 0; c < y.columns(); c++) {
      double more = y.get(row, c) - y.get(row, own);
      rank += more > 0 || (more == 0 && c < own) ? 1 : 0;
    }
    return rank;
  }
}
