package nnrun.data;

import java.util.stream.IntStream;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;

/// The matrix W of x' = x·W, for x of mean 0.
///
/// The covariance is decomposed by rotations of pairs of its rows until all are orthogonal (Hestenes 1958, Jacobi's
/// method from one side): of a symmetric matrix C without negative eigenvalues, rotated rows Vᵀ·C are orthogonal when
/// they are λ·vᵀ. Nothing but + - * / and √ is used, each of which Java rounds in one way, so that the bytes cannot
/// differ between machines.
final class Whitening {
  /// More take minutes and gigabytes.
  private static final int MOST = 4096;

  private static final int SWEEPS = 60;

  /// Rows are orthogonal when their product is below this share of their lengths'.
  private static final double ORTHOGONAL = 1e-14;

  /// Variances below this share of the greatest are rounding.
  private static final double NOTHING = 1e-12;

  private Whitening() {}

  static RowScaling fit(RowScaling.Blocks training, double eps, boolean turnBack) {
    int d = training.width();
    if (d > MOST) {
      throw new DataException(
          "scale: whitening of " + d + " features; " + MOST + " at most, take scale: standardize, or ignore columns");
    }
    Heap.require(4L * 8 * d * d, "scale: whitening of " + d + " features");
    double[][] rows = covariance(training);
    double[] length = diagonalize(rows);
    double mean = 0;
    double greatest = 0;
    for (double lambda : length) {
      mean += lambda / d;
      greatest = Math.max(greatest, lambda);
    }
    double[] factor = new double[d];
    for (int i = 0; i < d; i++) {
      boolean nothing = length[i] <= NOTHING * greatest;
      factor[i] = nothing ? 0 : 1 / (length[i] * Math.sqrt(length[i] + eps * mean)); // the row is λ·vᵀ
    }
    double[][] weights = new double[d][d];
    int[] order =
        IntStream.range(0, d).boxed().sorted((a, b) -> Double.compare(length[b], length[a])).mapToInt(i -> i).toArray();
    for (int k = 0; k < d; k++) {
      int i = order[k];
      if (factor[i] != 0) {
        add(weights, k, rows[i], factor[i], length[i], turnBack);
      }
    }
    return RowScaling.product(weights);
  }

  /// Adds what a direction has in W: λ^-½·v·vᵀ, or λ^-½·v as column k.
  private static void add(double[][] weights, int k, double[] row, double factor, double length, boolean turnBack) {
    int d = row.length;
    if (turnBack) {
      for (int a = 0; a < d; a++) {
        double scaled = row[a] / length * factor;
        for (int b = 0; b < d; b++) {
          weights[a][b] += scaled * row[b];
        }
      }
      return;
    }
    int largest = 0;
    for (int a = 1; a < d; a++) {
      largest = Math.abs(row[a]) > Math.abs(row[largest]) ? a : largest;
    }
    double sign = row[largest] < 0 ? -1 : 1;
    for (int a = 0; a < d; a++) {
      weights[a][k] = sign * factor * row[a];
    }
  }

  /// Σ xᵀ·x / n, block by block.
  private static double[][] covariance(RowScaling.Blocks training) {
    int d = training.width();
    double[][] sum = new double[d][d];
    long[] n = {0};
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix x = engine.matrix(RowScaling.ROWS, d);
      Matrix squares = engine.matrix(d, d);
      Op product = engine.productTransA(squares, x, x);
      training.each(
          x,
          () -> {
            product.run();
            n[0] += x.rows();
            for (int i = 0; i < d; i++) {
              for (int j = 0; j < d; j++) {
                sum[i][j] += squares.at(i * d + j);
              }
            }
          });
    }
    for (double[] row : sum) {
      for (int j = 0; j < d; j++) {
        row[j] /= n[0];
      }
    }
    return sum;
  }

  /// Rotates the rows of a symmetric matrix until they are λ·vᵀ, and gives the λ.
  static double[] diagonalize(double[][] rows) {
    int d = rows.length;
    double[] squares = new double[d];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean rotated = false;
      for (int i = 0; i < d; i++) {
        squares[i] = dot(rows[i], rows[i]);
      }
      for (int p = 0; p < d; p++) {
        for (int q = p + 1; q < d; q++) {
          double product = dot(rows[p], rows[q]);
          if (Math.abs(product) > ORTHOGONAL * Math.sqrt(squares[p]) * Math.sqrt(squares[q])) {
            rotate(rows, squares, p, q, product);
            rotated = true;
          }
        }
      }
      if (!rotated) {
        break;
      }
    }
    double[] lengths = new double[d];
    for (int i = 0; i < d; i++) {
      lengths[i] = Math.sqrt(dot(rows[i], rows[i]));
    }
    return lengths;
  }

  /// t = tan of the smaller angle that makes them orthogonal: t² + 2zt - 1 = 0, z = (‖q‖² - ‖p‖²) / (2·p·q).
  private static void rotate(double[][] rows, double[] squares, int p, int q, double product) {
    double z = (squares[q] - squares[p]) / (2 * product);
    double t = (z < 0 ? -1 : 1) / (Math.abs(z) + Math.sqrt(1 + z * z));
    double cos = 1 / Math.sqrt(1 + t * t);
    double sin = t * cos;
    turn(rows[p], rows[q], cos, sin);
    squares[p] -= t * product;
    squares[q] += t * product;
  }

  private static void turn(double[] p, double[] q, double cos, double sin) {
    for (int i = 0; i < p.length; i++) {
      double old = p[i];
      p[i] = cos * old - sin * q[i];
      q[i] = sin * old + cos * q[i];
    }
  }

  /// Four chains, so that one sum need not wait for the other.
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }
}
