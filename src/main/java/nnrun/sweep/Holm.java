package nnrun.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Several tests at once: who makes twenty comparisons at 5 % finds one difference where there is none.
public final class Holm {
  private Holm() {}

  /// p values corrected for their number: the k-th smallest of m times m - k + 1, at least the corrected one before it,
  /// at most 1 (Holm 1979). With a bound of 5 % for all of them, no difference is found that is not there in 95 % of
  /// all such families of tests, whatever their dependence.
  public static double[] corrected(double... p) {
    List<Integer> ascending =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] corrected = new double[p.length];
    double before = 0;
    for (int k = 0; k < p.length; k++) {
      int i = ascending.get(k);
      before = Math.max(before, Math.min(1, (p.length - k) * p[i]));
      corrected[i] = before;
    }
    return corrected;
  }
}
