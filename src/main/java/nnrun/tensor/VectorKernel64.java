package nnrun.tensor;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of 6 rows by 2 or 1 vectors of float64, kept in registers over the whole depth. Line by line the float32
/// kernel.
///
/// Twelve sums are more than the fused multiply-adds in flight (two a cycle, four cycles long), and with two vectors of
/// b and one of a they fit the 16 registers of the smallest machines. Each is a local variable with a name, because the
/// compiler keeps no array of vectors in registers; with 24 of them it gives up and allocates.
final class VectorKernel64 implements Kernel {
  private static final VectorSpecies<Double> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> DoubleVector.SPECIES_512;
        case 8 -> DoubleVector.SPECIES_256;
        case 4 -> DoubleVector.SPECIES_128;
        default -> DoubleVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();

  @Override
  public int width(int left) {
    return left > LANES ? 2 * LANES : LANES;
  }

  @Override
  public String toString() {
    return LANES + " lanes of float64";
  }

  @Override
  public void compute(Tile t) {
    if (t.width == LANES) {
      one(t);
    } else {
      two(t);
    }
  }

  private static DoubleVector load(double[] from, int at) {
    return DoubleVector.fromArray(SPECIES, from, at);
  }

  private static DoubleVector all(double number) {
    return DoubleVector.broadcast(SPECIES, number);
  }

  private static void one(Tile t) {
    double[] a = (double[]) t.a;
    double[] b = (double[]) t.b;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    double[] start = (double[]) t.start;
    int s = t.startFrom;
    int rowStep = t.startStep;
    DoubleVector c00 = load(start, s);
    DoubleVector c10 = load(start, s + rowStep);
    DoubleVector c20 = load(start, s + 2 * rowStep);
    DoubleVector c30 = load(start, s + 3 * rowStep);
    DoubleVector c40 = load(start, s + 4 * rowStep);
    DoubleVector c50 = load(start, s + 5 * rowStep);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = load(b, k * LANES);
      DoubleVector x0 = all(a[a0 + k * step]);
      c00 = x0.fma(b0, c00);
      DoubleVector x1 = all(a[a1 + k * step]);
      c10 = x1.fma(b0, c10);
      DoubleVector x2 = all(a[a2 + k * step]);
      c20 = x2.fma(b0, c20);
      DoubleVector x3 = all(a[a3 + k * step]);
      c30 = x3.fma(b0, c30);
      DoubleVector x4 = all(a[a4 + k * step]);
      c40 = x4.fma(b0, c40);
      DoubleVector x5 = all(a[a5 + k * step]);
      c50 = x5.fma(b0, c50);
    }
    double[] c = (double[]) t.c;
    double[] bias = (double[]) t.bias;
    int to = t.cFrom;
    rowStep = t.cStep;
    DoubleVector bias0 = load(bias, 0);
    c00.add(bias0).intoArray(c, to);
    c10.add(bias0).intoArray(c, to + rowStep);
    c20.add(bias0).intoArray(c, to + 2 * rowStep);
    c30.add(bias0).intoArray(c, to + 3 * rowStep);
    c40.add(bias0).intoArray(c, to + 4 * rowStep);
    c50.add(bias0).intoArray(c, to + 5 * rowStep);
  }

  private static void two(Tile t) {
    double[] a = (double[]) t.a;
    double[] b = (double[]) t.b;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    double[] start = (double[]) t.start;
    int s = t.startFrom;
    int rowStep = t.startStep;
    DoubleVector c00 = load(start, s);
    DoubleVector c01 = load(start, s + LANES);
    DoubleVector c10 = load(start, s + rowStep);
    DoubleVector c11 = load(start, s + rowStep + LANES);
    DoubleVector c20 = load(start, s + 2 * rowStep);
    DoubleVector c21 = load(start, s + 2 * rowStep + LANES);
    DoubleVector c30 = load(start, s + 3 * rowStep);
    DoubleVector c31 = load(start, s + 3 * rowStep + LANES);
    DoubleVector c40 = load(start, s + 4 * rowStep);
    DoubleVector c41 = load(start, s + 4 * rowStep + LANES);
    DoubleVector c50 = load(start, s + 5 * rowStep);
    DoubleVector c51 = load(start, s + 5 * rowStep + LANES);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = load(b, k * 2 * LANES);
      DoubleVector b1 = load(b, k * 2 * LANES + LANES);
      DoubleVector x0 = all(a[a0 + k * step]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      DoubleVector x1 = all(a[a1 + k * step]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      DoubleVector x2 = all(a[a2 + k * step]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      DoubleVector x3 = all(a[a3 + k * step]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      DoubleVector x4 = all(a[a4 + k * step]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      DoubleVector x5 = all(a[a5 + k * step]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    double[] c = (double[]) t.c;
    double[] bias = (double[]) t.bias;
    int to = t.cFrom;
    rowStep = t.cStep;
    DoubleVector bias0 = load(bias, 0);
    DoubleVector bias1 = load(bias, LANES);
    c00.add(bias0).intoArray(c, to);
    c01.add(bias1).intoArray(c, to + LANES);
    c10.add(bias0).intoArray(c, to + rowStep);
    c11.add(bias1).intoArray(c, to + rowStep + LANES);
    c20.add(bias0).intoArray(c, to + 2 * rowStep);
    c21.add(bias1).intoArray(c, to + 2 * rowStep + LANES);
    c30.add(bias0).intoArray(c, to + 3 * rowStep);
    c31.add(bias1).intoArray(c, to + 3 * rowStep + LANES);
    c40.add(bias0).intoArray(c, to + 4 * rowStep);
    c41.add(bias1).intoArray(c, to + 4 * rowStep + LANES);
    c50.add(bias0).intoArray(c, to + 5 * rowStep);
    c51.add(bias1).intoArray(c, to + 5 * rowStep + LANES);
  }
}
