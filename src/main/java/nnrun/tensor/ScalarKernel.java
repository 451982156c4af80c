package nnrun.tensor;

/// Tiles without the vector module: the innermost loop walks along a row, which the virtual machine vectorizes by itself,
/// with four links of each chain at a time to save loads and stores.
final class ScalarKernel implements Kernel {
  @Override
  public int width(int left) {
    return left > WIDEST / 2 ? WIDEST : WIDEST / 2;
  }

  @Override
  public void compute(Tile t) {
    if (t.c instanceof float[] c) {
      compute(t, c, (float[]) t.a, (float[]) t.b, (float[]) t.bias);
    } else {
      compute(t, (double[]) t.c, (double[]) t.a, (double[]) t.b, (double[]) t.bias);
    }
  }

  private static void compute(Tile t, float[] c, float[] a, float[] b, float[] bias) {
    int width = t.width;
    int step = t.aDepthStep;
    for (int row = 0; row < t.rows; row++) {
      int to = t.cFrom + row * t.cStep;
      System.arraycopy(t.start, t.startFrom + row * t.startStep, c, to, width);
      int from = t.aRow(row);
      int k = 0;
      for (; k + 4 <= t.depth; k += 4) {
        int i = from + k * step;
        four(a[i], a[i + step], a[i + 2 * step], a[i + 3 * step], b, k * width, c, to, width);
      }
      for (; k < t.depth; k++) {
        one(a[from + k * step], b, k * width, c, to, width);
      }
      for (int j = 0; j < width; j++) {
        c[to + j] += bias[j];
      }
    }
  }

  private static void four(float a0, float a1, float a2, float a3, float[] b, int from, float[] c, int to, int width) {
    for (int j = 0; j < width; j++) {
      float sum = Math.fma(a0, b[from + j], c[to + j]);
      sum = Math.fma(a1, b[from + width + j], sum);
      sum = Math.fma(a2, b[from + 2 * width + j], sum);
      c[to + j] = Math.fma(a3, b[from + 3 * width + j], sum);
    }
  }

  private static void one(float a, float[] b, int from, float[] c, int to, int width) {
    for (int j = 0; j < width; j++) {
      c[to + j] = Math.fma(a, b[from + j], c[to + j]);
    }
  }

  private static void compute(Tile t, double[] c, double[] a, double[] b, double[] bias) {
    int width = t.width;
    int step = t.aDepthStep;
    for (int row = 0; row < t.rows; row++) {
      int to = t.cFrom + row * t.cStep;
      System.arraycopy(t.start, t.startFrom + row * t.startStep, c, to, width);
      int from = t.aRow(row);
      int k = 0;
      for (; k + 4 <= t.depth; k += 4) {
        int i = from + k * step;
        four(a[i], a[i + step], a[i + 2 * step], a[i + 3 * step], b, k * width, c, to, width);
      }
      for (; k < t.depth; k++) {
        one(a[from + k * step], b, k * width, c, to, width);
      }
      for (int j = 0; j < width; j++) {
        c[to + j] += bias[j];
      }
    }
  }

  private static void four(double a0, double a1, double a2, double a3, double[] b, int from, double[] c, int to, int width) {
    for (int j = 0; j < width; j++) {
      double sum = Math.fma(a0, b[from + j], c[to + j]);
      sum = Math.fma(a1, b[from + width + j], sum);
      sum = Math.fma(a2, b[from + 2 * width + j], sum);
      c[to + j] = Math.fma(a3, b[from + 3 * width + j], sum);
    }
  }

  private static void one(double a, double[] b, int from, double[] c, int to, int width) {
    for (int j = 0; j < width; j++) {
      c[to + j] = Math.fma(a, b[from + j], c[to + j]);
    }
  }
}
