package nnrun.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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

  /// Machines with vectors of 128 bits cannot store a part of one.
  private static final boolean MASKS = SPECIES.vectorBitSize() > 128;

  /// What chains begin with, instead of what is in c.
  private static final float[] ZEROS = new float[WIDEST];

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
    if (!t.whole()) {
      trim(t);
    }
  }

  @Override
  public void pack(Object b, int at, int stride, Object packed, int to, int width, int depth) {
    float[] from = (float[]) b;
    float[] tile = (float[]) packed;
    for (int k = 0; k < depth; k++) {
      load(from, at + k * stride).intoArray(tile, to + k * width);
      if (width > LANES) {
        load(from, at + k * stride + LANES).intoArray(tile, to + k * width + LANES);
      }
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  private static FloatVector all(float number) {
    return FloatVector.broadcast(SPECIES, number);
  }

  /// Brings sums that reach over the last column from the edge to c. Masked stores at the end of the kernels instead
  /// would be more than the compiler inlines there.
  private static void trim(Tile t) {
    float[] edge = (float[]) t.edge;
    float[] c = (float[]) t.c;
    int whole = t.width - LANES;
    VectorMask<Float> valid = SPECIES.indexInRange(whole, t.columns);
    for (int row = 0; row < t.rows; row++) {
      int from = row * t.width;
      int to = t.cFrom + row * t.cStep;
      if (MASKS) {
        if (whole > 0) {
          load(edge, from).intoArray(c, to);
        }
        load(edge, from + whole).intoArray(c, to + whole, valid);
      } else {
        System.arraycopy(edge, from, c, to, t.columns);
      }
    }
  }

  private static void one(Tile t) {
    float[] a = (float[]) t.a;
    float[] b = (float[]) t.b;
    int bFrom = t.bFrom;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    float[] start = t.fresh ? ZEROS : (float[]) t.c;
    int startFrom = t.fresh ? 0 : t.cFrom;
    int startStep = t.fresh ? 0 : t.cStep;
    int last = t.rows - 1;
    FloatVector c00 = load(start, startFrom);
    FloatVector c10 = load(start, startFrom + Math.min(1, last) * startStep);
    FloatVector c20 = load(start, startFrom + Math.min(2, last) * startStep);
    FloatVector c30 = load(start, startFrom + Math.min(3, last) * startStep);
    FloatVector c40 = load(start, startFrom + Math.min(4, last) * startStep);
    FloatVector c50 = load(start, startFrom + Math.min(5, last) * startStep);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bFrom + k * LANES);
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
    float[] bias = (float[]) t.bias;
    FloatVector bias0 = load(bias, t.biasFrom);
    boolean whole = t.whole();
    float[] c = (float[]) (whole ? t.c : t.edge);
    int to = whole ? t.cFrom : 0;
    int toStep = whole ? t.cStep : t.width;
    c00.add(bias0).intoArray(c, to);
    to = last < 1 ? to : to + toStep;
    c10.add(bias0).intoArray(c, to);
    to = last < 2 ? to : to + toStep;
    c20.add(bias0).intoArray(c, to);
    to = last < 3 ? to : to + toStep;
    c30.add(bias0).intoArray(c, to);
    to = last < 4 ? to : to + toStep;
    c40.add(bias0).intoArray(c, to);
    to = last < 5 ? to : to + toStep;
    c50.add(bias0).intoArray(c, to);
  }

  private static void two(Tile t) {
    float[] a = (float[]) t.a;
    float[] b = (float[]) t.b;
    int bFrom = t.bFrom;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    float[] start = t.fresh ? ZEROS : (float[]) t.c;
    int startFrom = t.fresh ? 0 : t.cFrom;
    int startStep = t.fresh ? 0 : t.cStep;
    int last = t.rows - 1;
    FloatVector c00 = load(start, startFrom);
    FloatVector c01 = load(start, startFrom + LANES);
    FloatVector c10 = load(start, startFrom + Math.min(1, last) * startStep);
    FloatVector c11 = load(start, startFrom + Math.min(1, last) * startStep + LANES);
    FloatVector c20 = load(start, startFrom + Math.min(2, last) * startStep);
    FloatVector c21 = load(start, startFrom + Math.min(2, last) * startStep + LANES);
    FloatVector c30 = load(start, startFrom + Math.min(3, last) * startStep);
    FloatVector c31 = load(start, startFrom + Math.min(3, last) * startStep + LANES);
    FloatVector c40 = load(start, startFrom + Math.min(4, last) * startStep);
    FloatVector c41 = load(start, startFrom + Math.min(4, last) * startStep + LANES);
    FloatVector c50 = load(start, startFrom + Math.min(5, last) * startStep);
    FloatVector c51 = load(start, startFrom + Math.min(5, last) * startStep + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bFrom + k * 2 * LANES);
      FloatVector b1 = load(b, bFrom + k * 2 * LANES + LANES);
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
    float[] bias = (float[]) t.bias;
    FloatVector bias0 = load(bias, t.biasFrom);
    FloatVector bias1 = load(bias, t.biasFrom + LANES);
    boolean whole = t.whole();
    float[] c = (float[]) (whole ? t.c : t.edge);
    int to = whole ? t.cFrom : 0;
    int toStep = whole ? t.cStep : t.width;
    c00.add(bias0).intoArray(c, to);
    c01.add(bias1).intoArray(c, to + LANES);
    to = last < 1 ? to : to + toStep;
    c10.add(bias0).intoArray(c, to);
    c11.add(bias1).intoArray(c, to + LANES);
    to = last < 2 ? to : to + toStep;
    c20.add(bias0).intoArray(c, to);
    c21.add(bias1).intoArray(c, to + LANES);
    to = last < 3 ? to : to + toStep;
    c30.add(bias0).intoArray(c, to);
    c31.add(bias1).intoArray(c, to + LANES);
    to = last < 4 ? to : to + toStep;
    c40.add(bias0).intoArray(c, to);
    c41.add(bias1).intoArray(c, to + LANES);
    to = last < 5 ? to : to + toStep;
    c50.add(bias0).intoArray(c, to);
    c51.add(bias1).intoArray(c, to + LANES);
  }
}
