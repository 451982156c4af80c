package nnrun.data;

import nnrun.spec.Component;

/// x' = (x - mean) / sd, with sd² = Σ(x - mean)² / n. A feature that never changes is only shifted.
@Component(
    formula = "x' = (x - mean) / sd,  sd^2 = sum (x - mean)^2 / n",
    doc = "Takes every feature to mean 0 and standard deviation 1. A feature that never changes becomes 0.",
    use = "For tables: the usual choice.",
    avoid = "For images: the pixels at the rim hardly vary, and their noise would be blown up; take unit.",
    source = "LeCun et al. 1998")
public record Standardize() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    int n = values.size();
    double first = values.at(0);
    double sum = 0;
    boolean constant = true;
    for (int i = 0; i < n; i++) {
      double x = values.at(i);
      sum += x - first;
      constant &= x == first;
    }
    if (constant) {
      return new Affine(first, 1);
    }
    double mean = first + sum / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = values.at(i);
      squares += (x - mean) * (x - mean);
    }
    return Affine.checked(mean, 1 / Math.sqrt(squares / n), name);
  }
}
