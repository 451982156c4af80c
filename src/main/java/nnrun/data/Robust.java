package nnrun.data;

import java.util.Arrays;
import nnrun.spec.Component;

/// x' = (x - median) / (q₃ - q₁), with quartiles between two numbers by linear interpolation (type 7 of Hyndman and Fan
/// 1996). A feature whose middle half never changes is only shifted.
@Component(
    formula = "x' = (x - median) / (q3 - q1), q1 and q3 the quartiles",
    doc = "As standardize, but a few numbers that are far off move nothing: for measurements with errors among them.",
    use = "For measurements with gross errors or long tails.",
    avoid = "For pixels and other numbers whose middle half may not vary; take unit or standardize.",
    source = "Tukey 1977")
public record Robust() implements Scaling {
  @Override
  public Affine fit(double[] values, String name) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    double median = quantile(sorted, 0.5);
    return spread == 0 ? new Affine(median, 1) : Affine.checked(median, 1 / spread, name);
  }

  /// The number at place (n - 1)·share, from 0.
  private static double quantile(double[] sorted, double share) {
    double place = (sorted.length - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
