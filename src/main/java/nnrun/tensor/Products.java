package nnrun.tensor;

import org.jspecify.annotations.Nullable;

/// The three products without the vector module: the plain chains with the loops ordered so that the innermost one walks
/// along a row. Work is cut over the rows of the result.
final class Products {
  private Products() {}

  static Op prepare(ProductOp p, Team team) {
    return new Rows(p, team);
  }

  private static final class Rows implements Op, Team.Work {
    private static final long ALONE = 1 << 18;

    private final ProductOp p;
    private final Team team;
    private final @Nullable Transposed transposed;

    Rows(ProductOp p, Team team) {
      this.p = p;
      this.team = team;
      transposed = p.form() == ProductOp.Form.TRANS_B ? new Transposed(p.b()) : null;
    }

    @Override
    public void run() {
      if (transposed != null) {
        transposed.fill();
      }
      if ((long) p.rows() * p.columns() * p.depth() < ALONE) {
        part(0, 1);
      } else {
        team.run(this);
      }
    }

    @Override
    public void part(int part, int parts) {
      int from = (int) ((long) p.rows() * part / parts);
      int to = (int) ((long) p.rows() * (part + 1) / parts);
      Matrix b = transposed == null ? p.b() : transposed.matrix;
      boolean transA = p.form() == ProductOp.Form.TRANS_A;
      int rowStride = transA ? 1 : p.a().columns();
      int depthStride = transA ? p.a().columns() : 1;
      int chain = transA ? Plain.CHAIN : Math.max(1, p.depth());
      if (p.y().array() instanceof float[] y) {
        rows32(y, (float[]) p.a().array(), (float[]) b.array(), from, to, rowStride, depthStride, chain);
      } else {
        rows64((double[]) p.y().array(), (double[]) p.a().array(), (double[]) b.array(), from, to, rowStride, depthStride, chain);
      }
    }

    private void rows32(float[] y, float[] a, float[] b, int from, int to, int rowStride, int depthStride, int chain) {
      int columns = p.columns();
      int depth = p.depth();
      int chains = Math.max(1, (depth + chain - 1) / chain);
      float[] sums = new float[chains * columns];
      for (int i = from; i < to; i++) {
        java.util.Arrays.fill(sums, 0);
        for (int k = 0; k < depth; k++) {
          axpy(a[i * rowStride + k * depthStride], b, k * columns, sums, k / chain * columns, columns);
        }
        for (int step = 1; step < chains; step *= 2) {
          for (int c = 0; c + step < chains; c += 2 * step) {
            for (int j = 0; j < columns; j++) {
              sums[c * columns + j] += sums[(c + step) * columns + j];
            }
          }
        }
        System.arraycopy(sums, 0, y, i * columns, columns);
        if (p.bias() != null) {
          float[] bias = (float[]) p.bias().array();
          for (int j = 0; j < columns; j++) {
            y[i * columns + j] += bias[j];
          }
        }
      }
    }

    private static void axpy(float a, float[] x, int xFrom, float[] y, int yFrom, int n) {
      for (int j = 0; j < n; j++) {
        y[yFrom + j] = Math.fma(a, x[xFrom + j], y[yFrom + j]);
      }
    }

    private void rows64(double[] y, double[] a, double[] b, int from, int to, int rowStride, int depthStride, int chain) {
      int columns = p.columns();
      int depth = p.depth();
      int chains = Math.max(1, (depth + chain - 1) / chain);
      double[] sums = new double[chains * columns];
      for (int i = from; i < to; i++) {
        java.util.Arrays.fill(sums, 0);
        for (int k = 0; k < depth; k++) {
          axpy(a[i * rowStride + k * depthStride], b, k * columns, sums, k / chain * columns, columns);
        }
        for (int step = 1; step < chains; step *= 2) {
          for (int c = 0; c + step < chains; c += 2 * step) {
            for (int j = 0; j < columns; j++) {
              sums[c * columns + j] += sums[(c + step) * columns + j];
            }
          }
        }
        System.arraycopy(sums, 0, y, i * columns, columns);
        if (p.bias() != null) {
          double[] bias = (double[]) p.bias().array();
          for (int j = 0; j < columns; j++) {
            y[i * columns + j] += bias[j];
          }
        }
      }
    }

    private static void axpy(double a, double[] x, int xFrom, double[] y, int yFrom, int n) {
      for (int j = 0; j < n; j++) {
        y[yFrom + j] = Math.fma(a, x[xFrom + j], y[yFrom + j]);
      }
    }
  }

  /// A copy of a matrix with rows and columns exchanged, made anew at each run.
  private static final class Transposed {
    final Matrix source;
    final Matrix matrix;

    Transposed(Matrix source) {
      this.source = source;
      matrix = Matrix.create(source.precision(), source.columns(), source.capacityRows(), true);
    }

    void fill() {
      int rows = source.rows();
      int columns = source.columns();
      if (source.array() instanceof float[] from && matrix.array() instanceof float[] to) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            to[c * rows + r] = from[r * columns + c];
          }
        }
      } else if (source.array() instanceof double[] from && matrix.array() instanceof double[] to) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            to[c * rows + r] = from[r * columns + c];
          }
        }
      }
    }
  }
}
