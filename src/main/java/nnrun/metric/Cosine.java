package nnrun.metric;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;

@Component(
    formula = "mean over rows of 1 - y·t / (‖y‖·‖t‖)",
    doc =
        "Whether predictions point where their targets do, from 0 to 2. A row of zeros is 1 from anything"
            + " but another.",
    use = "For embeddings and other outputs whose length says nothing.",
    avoid = "Where lengths matter. Take euclidean.",
    source = "Salton et al. 1975")
public record Cosine() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow(Cosine::distance);
  }

  private static double distance(Matrix y, Matrix t, int row) {
    double yy = PerRow.sum(y, t, row, (a, _) -> a * a);
    double tt = PerRow.sum(y, t, row, (_, b) -> b * b);
    if (yy == 0 || tt == 0) {
      return yy == tt ? 0 : 1;
    }
    return 1 - PerRow.sum(y, t, row, (a, b) -> a * b) / (Math.sqrt(yy) * Math.sqrt(tt));
  }
}
