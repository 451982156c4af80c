package nnrun.sweep;

/// Student's t distribution with a whole number ν of degrees of freedom.
///
/// P(|T| > t) = I_x(ν/2, 1/2) with x = ν/(ν + t²), I the regularized incomplete beta function by its continued fraction
/// (Abramowitz and Stegun 1964, 26.5.8 and 26.7.1), which keeps its digits far out in the tail.
public final class StudentT {
  private static final double EPSILON = 1e-16;
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 100_000;

  private StudentT() {}

  /// P(|T| > |t|), the p value of a two-sided test.
  ///
  /// @param freedom ν, from 1
  public static double twoSided(double t, int freedom) {
    if (freedom < 1) {
      throw new IllegalArgumentException(freedom + " degrees of freedom; 1 at least");
    }
    if (Double.isInfinite(t)) {
      return 0;
    }
    double square = t * t;
    return beta(freedom / (freedom + square), square / (freedom + square), freedom);
  }

  /// P(T <= t).
  public static double cdf(double t, int freedom) {
    double tail = twoSided(t, freedom) / 2;
    return t > 0 ? 1 - tail : tail;
  }

  /// The t with P(T <= t) = p.
  ///
  /// @param p in (0, 1)
  public static double quantile(double p, int freedom) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("quantile of " + p + "; between 0 and 1");
    }
    double tails = 2 * Math.min(p, 1 - p);
    double low = 0;
    double high = 1;
    while (twoSided(high, freedom) > tails) {
      low = high;
      high *= 2;
    }
    for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
      if (twoSided(middle, freedom) > tails) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return p < 0.5 ? -high : high;
  }

  /// I_x(ν/2, 1/2).
  ///
  /// @param y 1 - x, given apart since it may be far smaller than the difference would show
  private static double beta(double x, double y, int freedom) {
    double a = freedom / 2.0;
    double b = 0.5;
    if (x <= 0 || y <= 0) {
      return x <= 0 ? 0 : 1;
    }
    double front = StrictMath.pow(x, a) * StrictMath.sqrt(y) / complete(freedom);
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(y, b, a) / b;
  }

  /// B(ν/2, 1/2), from B(1/2, 1/2) = π or B(1, 1/2) = 2 by B(a + 1, b) = B(a, b)·a/(a + b).
  private static double complete(int freedom) {
    double value = freedom % 2 == 1 ? Math.PI : 2;
    for (double a = freedom % 2 == 1 ? 0.5 : 1; a < freedom / 2.0; a++) {
      value *= a / (a + 0.5);
    }
    return value;
  }

  /// The continued fraction from its front (Lentz 1976).
  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < MOST_TERMS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      value *= d * c;
      if (Math.abs(d * c - 1) <= EPSILON) {
        break;
      }
    }
    return value;
  }

  private static double away(double fromZero) {
    return Math.abs(fromZero) < TINY ? TINY : fromZero;
  }
}
