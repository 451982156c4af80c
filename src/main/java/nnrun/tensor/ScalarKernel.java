package nnrun.tensor;

/// Tiles without the vector module: 6 rows by 2 columns at a time in registers. (A loop along the row is no faster than
/// a third of it: the virtual machine does not vectorize it, since it cannot know that the arrays differ.)
final class ScalarKernel extends Kernel {
  @Override
  void compute(Tile t) {
    for (int j = 0; j < t.columns; j += 2) {
      if (t.c instanceof float[] c) {
        two(t, j, c, (float[]) t.a, (float[]) t.b, (float[]) t.bias);
      } else {
        two(t, j, (double[]) t.c, (double[]) t.a, (double[]) t.b, (double[]) t.bias);
      }
    }
  }

  private static void two(Tile t, int j, float[] c, float[] a, float[] b, float[] bias) {
    int depth = t.depth;
    int width = t.width;
    int bAt = t.bFrom + j;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    int to0 = t.cRow(0) + j;
    int to1 = t.cRow(1) + j;
    int to2 = t.cRow(2) + j;
    int to3 = t.cRow(3) + j;
    int to4 = t.cRow(4) + j;
    int to5 = t.cRow(5) + j;
    boolean fresh = t.fresh;
    float c00 = fresh ? 0 : c[to0];
    float c01 = fresh ? 0 : c[to0 + 1];
    float c10 = fresh ? 0 : c[to1];
    float c11 = fresh ? 0 : c[to1 + 1];
    float c20 = fresh ? 0 : c[to2];
    float c21 = fresh ? 0 : c[to2 + 1];
    float c30 = fresh ? 0 : c[to3];
    float c31 = fresh ? 0 : c[to3 + 1];
    float c40 = fresh ? 0 : c[to4];
    float c41 = fresh ? 0 : c[to4 + 1];
    float c50 = fresh ? 0 : c[to5];
    float c51 = fresh ? 0 : c[to5 + 1];
    for (int k = 0; k < depth; k++) {
      float b0 = b[bAt + k * width];
      float b1 = b[bAt + k * width + 1];
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
    float bias0 = bias[t.biasFrom + j];
    c[to0] = c00 + bias0;
    c[to1] = c10 + bias0;
    c[to2] = c20 + bias0;
    c[to3] = c30 + bias0;
    c[to4] = c40 + bias0;
    c[to5] = c50 + bias0;
    if (j + 1 < t.columns) {
      float bias1 = bias[t.biasFrom + j + 1];
      c[to0 + 1] = c01 + bias1;
      c[to1 + 1] = c11 + bias1;
      c[to2 + 1] = c21 + bias1;
      c[to3 + 1] = c31 + bias1;
      c[to4 + 1] = c41 + bias1;
      c[to5 + 1] = c51 + bias1;
    }
  }

  private static void two(Tile t, int j, double[] c, double[] a, double[] b, double[] bias) {
    int depth = t.depth;
    int width = t.width;
    int bAt = t.bFrom + j;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    int to0 = t.cRow(0) + j;
    int to1 = t.cRow(1) + j;
    int to2 = t.cRow(2) + j;
    int to3 = t.cRow(3) + j;
    int to4 = t.cRow(4) + j;
    int to5 = t.cRow(5) + j;
    boolean fresh = t.fresh;
    double c00 = fresh ? 0 : c[to0];
    double c01 = fresh ? 0 : c[to0 + 1];
    double c10 = fresh ? 0 : c[to1];
    double c11 = fresh ? 0 : c[to1 + 1];
    double c20 = fresh ? 0 : c[to2];
    double c21 = fresh ? 0 : c[to2 + 1];
    double c30 = fresh ? 0 : c[to3];
    double c31 = fresh ? 0 : c[to3 + 1];
    double c40 = fresh ? 0 : c[to4];
    double c41 = fresh ? 0 : c[to4 + 1];
    double c50 = fresh ? 0 : c[to5];
    double c51 = fresh ? 0 : c[to5 + 1];
    for (int k = 0; k < depth; k++) {
      double b0 = b[bAt + k * width];
      double b1 = b[bAt + k * width + 1];
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
    double bias0 = bias[t.biasFrom + j];
    c[to0] = c00 + bias0;
    c[to1] = c10 + bias0;
    c[to2] = c20 + bias0;
    c[to3] = c30 + bias0;
    c[to4] = c40 + bias0;
    c[to5] = c50 + bias0;
    if (j + 1 < t.columns) {
      double bias1 = bias[t.biasFrom + j + 1];
      c[to0 + 1] = c01 + bias1;
      c[to1 + 1] = c11 + bias1;
      c[to2 + 1] = c21 + bias1;
      c[to3 + 1] = c31 + bias1;
      c[to4 + 1] = c41 + bias1;
      c[to5 + 1] = c51 + bias1;
    }
  }
}
