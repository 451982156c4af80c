package nnrun.tensor;

/// Tiles without the vector module: 6 rows by 2 columns at a time in registers. (A loop along the row is no faster than
/// a third of it: the virtual machine does not vectorize it, since it cannot know that the arrays differ.)
final class ScalarKernel implements Kernel {
  @Override
  public int width(int left) {
    return Math.min(WIDEST, left + (left & 1));
  }

  @Override
  public void compute(Tile t) {
    for (int j = 0; j < t.width; j += 2) {
      if (t.c instanceof float[] c) {
        two(t, j, c, (float[]) t.a, (float[]) t.b, (float[]) t.start, (float[]) t.bias);
      } else {
        two(t, j, (double[]) t.c, (double[]) t.a, (double[]) t.b, (double[]) t.start, (double[]) t.bias);
      }
    }
  }

  private static void two(Tile t, int j, float[] c, float[] a, float[] b, float[] start, float[] bias) {
    int depth = t.depth;
    int width = t.width;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    int s = t.startFrom + j;
    int rowStep = t.startStep;
    float c00 = start[s];
    float c01 = start[s + 1];
    float c10 = start[s + rowStep];
    float c11 = start[s + rowStep + 1];
    float c20 = start[s + 2 * rowStep];
    float c21 = start[s + 2 * rowStep + 1];
    float c30 = start[s + 3 * rowStep];
    float c31 = start[s + 3 * rowStep + 1];
    float c40 = start[s + 4 * rowStep];
    float c41 = start[s + 4 * rowStep + 1];
    float c50 = start[s + 5 * rowStep];
    float c51 = start[s + 5 * rowStep + 1];
    for (int k = 0; k < depth; k++) {
      float b0 = b[k * width + j];
      float b1 = b[k * width + j + 1];
      float x0 = a[a0 + k * step];
      c00 = Math.fma(x0, b0, c00);
      c01 = Math.fma(x0, b1, c01);
      float x1 = a[a1 + k * step];
      c10 = Math.fma(x1, b0, c10);
      c11 = Math.fma(x1, b1, c11);
      float x2 = a[a2 + k * step];
      c20 = Math.fma(x2, b0, c20);
      c21 = Math.fma(x2, b1, c21);
      float x3 = a[a3 + k * step];
      c30 = Math.fma(x3, b0, c30);
      c31 = Math.fma(x3, b1, c31);
      float x4 = a[a4 + k * step];
      c40 = Math.fma(x4, b0, c40);
      c41 = Math.fma(x4, b1, c41);
      float x5 = a[a5 + k * step];
      c50 = Math.fma(x5, b0, c50);
      c51 = Math.fma(x5, b1, c51);
    }
    int to = t.cFrom + j;
    rowStep = t.cStep;
    c[to] = c00 + bias[j];
    c[to + 1] = c01 + bias[j + 1];
    c[to + rowStep] = c10 + bias[j];
    c[to + rowStep + 1] = c11 + bias[j + 1];
    c[to + 2 * rowStep] = c20 + bias[j];
    c[to + 2 * rowStep + 1] = c21 + bias[j + 1];
    c[to + 3 * rowStep] = c30 + bias[j];
    c[to + 3 * rowStep + 1] = c31 + bias[j + 1];
    c[to + 4 * rowStep] = c40 + bias[j];
    c[to + 4 * rowStep + 1] = c41 + bias[j + 1];
    c[to + 5 * rowStep] = c50 + bias[j];
    c[to + 5 * rowStep + 1] = c51 + bias[j + 1];
  }

  private static void two(Tile t, int j, double[] c, double[] a, double[] b, double[] start, double[] bias) {
    int depth = t.depth;
    int width = t.width;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    int s = t.startFrom + j;
    int rowStep = t.startStep;
    double c00 = start[s];
    double c01 = start[s + 1];
    double c10 = start[s + rowStep];
    double c11 = start[s + rowStep + 1];
    double c20 = start[s + 2 * rowStep];
    double c21 = start[s + 2 * rowStep + 1];
    double c30 = start[s + 3 * rowStep];
    double c31 = start[s + 3 * rowStep + 1];
    double c40 = start[s + 4 * rowStep];
    double c41 = start[s + 4 * rowStep + 1];
    double c50 = start[s + 5 * rowStep];
    double c51 = start[s + 5 * rowStep + 1];
    for (int k = 0; k < depth; k++) {
      double b0 = b[k * width + j];
      double b1 = b[k * width + j + 1];
      double x0 = a[a0 + k * step];
      c00 = Math.fma(x0, b0, c00);
      c01 = Math.fma(x0, b1, c01);
      double x1 = a[a1 + k * step];
      c10 = Math.fma(x1, b0, c10);
      c11 = Math.fma(x1, b1, c11);
      double x2 = a[a2 + k * step];
      c20 = Math.fma(x2, b0, c20);
      c21 = Math.fma(x2, b1, c21);
      double x3 = a[a3 + k * step];
      c30 = Math.fma(x3, b0, c30);
      c31 = Math.fma(x3, b1, c31);
      double x4 = a[a4 + k * step];
      c40 = Math.fma(x4, b0, c40);
      c41 = Math.fma(x4, b1, c41);
      double x5 = a[a5 + k * step];
      c50 = Math.fma(x5, b0, c50);
      c51 = Math.fma(x5, b1, c51);
    }
    int to = t.cFrom + j;
    rowStep = t.cStep;
    c[to] = c00 + bias[j];
    c[to + 1] = c01 + bias[j + 1];
    c[to + rowStep] = c10 + bias[j];
    c[to + rowStep + 1] = c11 + bias[j + 1];
    c[to + 2 * rowStep] = c20 + bias[j];
    c[to + 2 * rowStep + 1] = c21 + bias[j + 1];
    c[to + 3 * rowStep] = c30 + bias[j];
    c[to + 3 * rowStep + 1] = c31 + bias[j + 1];
    c[to + 4 * rowStep] = c40 + bias[j];
    c[to + 4 * rowStep + 1] = c41 + bias[j + 1];
    c[to + 5 * rowStep] = c50 + bias[j];
    c[to + 5 * rowStep + 1] = c51 + bias[j + 1];
  }
}
