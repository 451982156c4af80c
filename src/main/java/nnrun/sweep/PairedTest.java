package nnrun.sweep;

import java.util.Arrays;

/// Whether two things differ that were measured under the same conditions: the same seeds, the same folds. All tests
/// are two-sided.
///
/// @param statistic of the test
/// @param p the probability of such a statistic, or one further out, where nothing differs
public record PairedTest(double statistic, double p) {
  private static final int MOST_RANKED = 500;

  /// t = mean(d)/(sd(d)/√n) of the differences d = a - b, with n - 1 degrees of freedom (Student 1908).
  ///
  /// @param a at least two values
  public static PairedTest t(double[] a, double[] b) {
    return scaled(a, b, 1.0 / a.length);
  }

  /// The same for n folds of a cross-validation, whose training rows overlap: the variance of the mean is (1/n +
  /// test/train)·sd(d)² in place of sd(d)²/n (Nadeau and Bengio 2003).
  ///
  /// @param testShare rows tested on over rows trained on: 1/(k - 1) for k folds
  public static PairedTest corrected(double[] a, double[] b, double testShare) {
    return scaled(a, b, 1.0 / a.length + testShare);
  }

  private static PairedTest scaled(double[] a, double[] b, double factor) {
    double[] differences = differences(a, b);
    if (differences.length < 2) {
      throw new IllegalArgumentException("a paired test of " + differences.length + " pairs; two at least");
    }
    Sample d = Sample.of(differences);
    if (d.mean() == 0) {
      return new PairedTest(0, 1);
    }
    double t = d.mean() / (d.sd() * StrictMath.sqrt(factor));
    return new PairedTest(t, StudentT.twoSided(t, d.n() - 1));
  }

  /// W = Σ of the ranks of |d| where d > 0; pairs without a difference are left out, equal |d| share the mean of their
  /// ranks (Wilcoxon 1945). p is exact: the share of the 2^n signs of the ranks that lead as far out.
  public static PairedTest wilcoxon(double[] a, double[] b) {
    double[] d = Arrays.stream(differences(a, b)).filter(x -> x != 0).toArray();
    if (d.length > MOST_RANKED) {
      throw new IllegalArgumentException(
          d.length + " pairs; the exact test takes " + MOST_RANKED + ", take the t test");
    }
    int[] ranks = doubledRanks(d);
    int total = Arrays.stream(ranks).sum();
    int positive = 0;
    for (int i = 0; i < d.length; i++) {
      positive += d[i] > 0 ? ranks[i] : 0;
    }
    double[] chance = new double[total + 1]; // of each doubled sum of ranks
    chance[0] = 1;
    for (int rank : ranks) {
      for (int sum = total; sum >= 0; sum--) {
        chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
      }
    }
    double tail = 0;
    for (int sum = 0; sum <= Math.min(positive, total - positive); sum++) {
      tail += chance[sum];
    }
    return new PairedTest(positive / 2.0, Math.min(1, 2 * tail));
  }

  /// Twice the ranks of |d| from 1, so that shared ones are whole as well.
  private static int[] doubledRanks(double[] d) {
    int[] ranks = new int[d.length];
    for (int i = 0; i < d.length; i++) {
      int smaller = 0;
      int equal = 0;
      for (double other : d) {
        smaller += Math.abs(other) < Math.abs(d[i]) ? 1 : 0;
        equal += Math.abs(other) == Math.abs(d[i]) ? 1 : 0;
      }
      ranks[i] = 2 * smaller + equal + 1;
    }
    return ranks;
  }

  private static double[] differences(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " values beside " + b.length + " are no pairs");
    }
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }
}
