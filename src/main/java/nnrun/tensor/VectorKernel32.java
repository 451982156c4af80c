package nnrun.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of 6 rows by 2 or 1 vectors of float32, kept in registers over the whole depth.
///
/// Twelve sums are more than the fused multiply-adds in flight (two a cycle, four cycles long), and with two vectors of
/// b and one of a they fit the 16 registers of the smallest machines. Each is a local variable with a name, because the
/// compiler keeps no array of vectors in registers; with 24 of them it gives up and allocates.
final class VectorKernel32 implements Kernel {
  private static final VectorSpecies<Float> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> FloatVector.SPECIES_512;
        case 8 -> FloatVector.SPECIES_256;
        case 4 -> FloatVector.SPECIES_128;
        default -> FloatVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();

  @Override
  public int width(int left) {
    return left > LANES ? 2 * LANES : LANES;
  }

  @Override
  public String toString() {
    return LANES + " lanes of float32";
  }

  @Override
  public void compute(Tile t) {
    if (t.width == LANES) {
      one(t);
    } else {
      two(t);
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  private static FloatVector all(float number) {
    return FloatVector.broadcast(SPECIES, number);
  }

  private static void one(Tile t) {
    float[] a = (float[]) t.a;
    float[] b = (float[]) t.b;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    float[] start = (float[]) t.start;
    int s = t.startFrom;
    int rowStep = t.startStep;
    FloatVector c00 = load(start, s);
    FloatVector c10 = load(start, s + rowStep);
    FloatVector c20 = load(start, s + 2 * rowStep);
    FloatVector c30 = load(start, s + 3 * rowStep);
    FloatVector c40 = load(start, s + 4 * rowStep);
    FloatVector c50 = load(start, s + 5 * rowStep);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, k * LANES);
      FloatVector x0 = all(a[a0 + k * step]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = all(a[a1 + k * step]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = all(a[a2 + k * step]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = all(a[a3 + k * step]);
      c30 = x3.fma(b0, c30);
      FloatVector x4 = all(a[a4 + k * step]);
      c40 = x4.fma(b0, c40);
      FloatVector x5 = all(a[a5 + k * step]);
      c50 = x5.fma(b0, c50);
    }
    float[] c = (float[]) t.c;
    float[] bias = (float[]) t.bias;
    int to = t.cFrom;
    rowStep = t.cStep;
    FloatVector bias0 = load(bias, 0);
    c00.add(bias0).intoArray(c, to);
    c10.add(bias0).intoArray(c, to + rowStep);
    c20.add(bias0).intoArray(c, to + 2 * rowStep);
    c30.add(bias0).intoArray(c, to + 3 * rowStep);
    c40.add(bias0).intoArray(c, to + 4 * rowStep);
    c50.add(bias0).intoArray(c, to + 5 * rowStep);
  }

  private static void two(Tile t) {
    float[] a = (float[]) t.a;
    float[] b = (float[]) t.b;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    float[] start = (float[]) t.start;
    int s = t.startFrom;
    int rowStep = t.startStep;
    FloatVector c00 = load(start, s);
    FloatVector c01 = load(start, s + LANES);
    FloatVector c10 = load(start, s + rowStep);
    FloatVector c11 = load(start, s + rowStep + LANES);
    FloatVector c20 = load(start, s + 2 * rowStep);
    FloatVector c21 = load(start, s + 2 * rowStep + LANES);
    FloatVector c30 = load(start, s + 3 * rowStep);
    FloatVector c31 = load(start, s + 3 * rowStep + LANES);
    FloatVector c40 = load(start, s + 4 * rowStep);
    FloatVector c41 = load(start, s + 4 * rowStep + LANES);
    FloatVector c50 = load(start, s + 5 * rowStep);
    FloatVector c51 = load(start, s + 5 * rowStep + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, k * 2 * LANES);
      FloatVector b1 = load(b, k * 2 * LANES + LANES);
      FloatVector x0 = all(a[a0 + k * step]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = all(a[a1 + k * step]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = all(a[a2 + k * step]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = all(a[a3 + k * step]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = all(a[a4 + k * step]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = all(a[a5 + k * step]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
    }
    float[] c = (float[]) t.c;
    float[] bias = (float[]) t.bias;
    int to = t.cFrom;
    rowStep = t.cStep;
    FloatVector bias0 = load(bias, 0);
    FloatVector bias1 = load(bias, LANES);
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
