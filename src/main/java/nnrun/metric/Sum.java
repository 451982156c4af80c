package nnrun.metric;

import java.util.Arrays;
import nnrun.state.State;

/// A sum over rows in float64: chains of 256 rows, the chains added in a fixed pairwise tree, as the engine adds rows.
/// So it depends on the order of the rows alone, and stays exact over many of them.
final class Sum {
  private static final int CHAIN = 256;

  /// By height h: the sum of 2^h chains, where there is one.
  private final double[] trees = new double[48];

  private double chain;
  private long count;

  void add(double x) {
    chain += x;
    count++;
    if (count % CHAIN == 0) {
      int height = 0;
      for (long chains = count / CHAIN; (chains & 1) == 0; chains >>= 1) {
        chain = trees[height] + chain;
        height++;
      }
      trees[height] = chain;
      chain = 0;
    }
  }

  double value() {
    double sum = chain;
    int height = 0;
    for (long chains = count / CHAIN; chains > 0; chains >>= 1) {
      if ((chains & 1) == 1) {
        sum = trees[height] + sum;
      }
      height++;
    }
    return sum;
  }

  static void states(State s, Sum[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].state(s, Integer.toString(i));
    }
  }

  /// The trees, lowest first, then the open chain; their number follows from the count.
  void state(State s, String name) {
    count = s.whole(name + ".count", count);
    int heights = Long.SIZE - Long.numberOfLeadingZeros(count / CHAIN);
    double[] open = Arrays.copyOf(trees, heights + 1);
    open[heights] = chain;
    open = s.reals(name, open);
    if (open.length != heights + 1) {
      throw new IllegalArgumentException(name + " has " + open.length + " sums where " + (heights + 1) + " are due");
    }
    System.arraycopy(open, 0, trees, 0, heights);
    chain = open[heights];
  }
}
