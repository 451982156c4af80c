package nnrun.sweep;

/// What is known of a quantity from n values of it.
///
/// @param mean Σx/n; NaN for no values
/// @param sd √(Σ(x - mean)²/(n - 1)); NaN for fewer than two
public record Sample(int n, double mean, double sd) {
  public static Sample of(double... values) {
    int n = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = n == 0 ? Double.NaN : sum / n;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Sample(n, mean, n < 2 ? Double.NaN : StrictMath.sqrt(squares / (n - 1)));
  }

  /// Half the width of the interval that holds the true mean with this probability, where values are normal: t·sd/√n,
  /// with t of n - 1 degrees of freedom (Student 1908). NaN for fewer than two values.
  ///
  /// @param level such as 0.95
  public double halfWidth(double level) {
    return n < 2 ? Double.NaN : StudentT.quantile((1 + level) / 2, n - 1) * sd / StrictMath.sqrt(n);
  }
}
