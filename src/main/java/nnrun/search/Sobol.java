package nnrun.search;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;

@Component(
    formula = "x_t = x_{t-1} xor v_c, c the lowest zero bit of t-1",
    doc = "Fills the space evenly: each point goes where the ones before left room. The origin is left out.",
    use = "As random; it covers a range with fewer points, best with a power of two less one.",
    avoid = "With more than 21 parameters.",
    source = "Sobol' 1967, Antonov and Saleev 1979, direction numbers of Joe and Kuo 2008")
public record Sobol(@Doc("Points to take") @Example("31") @Range("[1,1000000]") int trials) implements Search {
  private static final int BITS = 32;

  /// A dimension a row from the second on: degree s and coefficients a of its primitive polynomial, then m_1 to m_s
  /// (new-joe-kuo-6.21201).
  private static final int[][] DIRECTIONS = {
    {1, 0, 1},
    {2, 1, 1, 3},
    {3, 1, 1, 3, 1},
    {3, 2, 1, 1, 1},
    {4, 1, 1, 1, 3, 3},
    {4, 4, 1, 3, 5, 13},
    {5, 2, 1, 1, 5, 5, 17},
    {5, 4, 1, 1, 5, 5, 5},
    {5, 7, 1, 1, 7, 11, 19},
    {5, 11, 1, 1, 5, 1, 1},
    {5, 13, 1, 1, 1, 3, 11},
    {5, 14, 1, 3, 5, 5, 31},
    {6, 1, 1, 3, 3, 9, 7, 49},
    {6, 13, 1, 1, 1, 15, 21, 21},
    {6, 16, 1, 3, 1, 13, 27, 49},
    {6, 19, 1, 1, 1, 15, 7, 5},
    {6, 22, 1, 3, 1, 15, 13, 25},
    {6, 25, 1, 1, 5, 5, 19, 61},
    {7, 1, 1, 3, 7, 11, 23, 15, 103},
    {7, 4, 1, 3, 7, 13, 13, 15, 69},
  };

  @Override
  public int mostDimensions() {
    return DIRECTIONS.length + 1;
  }

  @Override
  public Proposals start(Space space) {
    List<double[]> points = new ArrayList<>();
    for (double[] u : sequence(space.dimensions().size(), trials)) {
      points.add(space.at(u));
    }
    return Proposals.once(points);
  }

  /// Points 1 to `count`, in the order of the Gray code.
  static List<double[]> sequence(int dimensions, int count) {
    long[][] v = new long[dimensions][];
    for (int d = 0; d < dimensions; d++) {
      v[d] = directions(d);
    }
    long[] x = new long[dimensions];
    List<double[]> points = new ArrayList<>();
    for (int t = 1; t <= count; t++) {
      int c = Integer.numberOfTrailingZeros(~(t - 1));
      double[] u = new double[dimensions];
      for (int d = 0; d < dimensions; d++) {
        x[d] ^= v[d][c];
        u[d] = x[d] * 0x1p-32;
      }
      points.add(u);
    }
    return points;
  }

  /// v_k = m_k / 2^k as 32 bits; m_k = 2 a_1 m_{k-1} xor ... xor 2^s m_{k-s} xor m_{k-s} (Joe and Kuo 2008).
  private static long[] directions(int dimension) {
    long[] v = new long[BITS];
    if (dimension == 0) {
      for (int k = 0; k < BITS; k++) {
        v[k] = 1L << (BITS - 1 - k);
      }
      return v;
    }
    int[] row = DIRECTIONS[dimension - 1];
    int s = row[0];
    int a = row[1];
    for (int k = 0; k < BITS; k++) {
      if (k < s) {
        v[k] = (long) row[2 + k] << (BITS - 1 - k);
      } else {
        v[k] = v[k - s] ^ (v[k - s] >>> s);
        for (int j = 1; j < s; j++) {
          if ((a >> (s - 1 - j) & 1) == 1) {
            v[k] ^= v[k - j];
          }
        }
      }
    }
    return v;
  }
}
