package nnrun.data;

import nnrun.spec.Component;

/// x' = (x - mean) / sd, with sd² = Σ(x - mean)² / n. A feature that never changes is only shifted.
@Component(
    formula = "x' = (x - mean) / sd,  sd^2 = sum (x - mean)^2 / n",
    doc = "Takes every feature to mean 0 and standard deviation 1. A feature that never changes becomes 0.")
public record Standardize() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    int n = values.size();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values.at(i);
    }
    double mean = sum / n;
    double squares = 0;
    boolean constant = true;
    for (int i = 0; i < n; i++) {
      double d = values.at(i) - mean;
      squares += d * d;
      constant &= values.at(i) == values.at(0);
    }
    return constant ? new Affine(values.at(0), 1) : new Affine(mean, 1 / Math.sqrt(squares / n));
  }
}
