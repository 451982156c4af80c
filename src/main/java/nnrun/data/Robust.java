package nnrun.data;

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
  public Affine fit(Sample values, String name) {
    double spread = quantile(values, 0.75) - quantile(values, 0.25);
    double median = quantile(values, 0.5);
    return spread == 0 ? new Affine(median, 1) : Affine.checked(median, 1 / spread, name);
  }

  /// The number at place (n - 1)·share, from 0.
  private static double quantile(Sample values, double share) {
    double place = (values.size() - 1) * share;
    int below = (int) place;
    double at = values.smallest(below);
    return at + (place - below) * (values.smallest(Math.min(below + 1, values.size() - 1)) - at);
  }
}
