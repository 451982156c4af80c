package nnrun.metric;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;

@Component(
    formula = "mean over rows of max|y - t|",
    doc = "The worst output of each row.",
    use = "For tolerances that all outputs must keep.",
    avoid = "Where the other outputs matter too. Take euclidean.",
    source = "Chebyshev 1854")
public record Chebyshev() implements Metric {
  @Override
  public Tally start(int outputs) {
    return new PerRow(Chebyshev::greatest);
  }

  static double greatest(Matrix y, Matrix t, int row) {
    double greatest = 0;
    for (int c = 0; c < y.columns(); c++) {
      double d = y.get(row, c) - t.get(row, c);
      greatest = Math.max(greatest, Math.abs(d));
    }
    return greatest;
  }
}
