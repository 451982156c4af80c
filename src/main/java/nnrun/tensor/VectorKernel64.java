package nnrun.tensor;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
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

  /// Machines with vectors of 128 bits cannot store a part of one.
  private static final boolean MASKS = SPECIES.vectorBitSize() > 128;

  /// What chains begin with, instead of what is in c.
  private static final double[] ZEROS = new double[WIDEST];

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
    if (!t.whole()) {
      trim(t);
    }
  }

  @Override
  public void pack(Object b, int at, int stride, Object packed, int to, int width, int depth) {
    double[] from = (double[]) b;
    double[] tile = (double[]) packed;
    for (int k = 0; k < depth; k++) {
      load(from, at + k * stride).intoArray(tile, to + k * width);
      if (width > LANES) {
        load(from, at + k * stride + LANES).intoArray(tile, to + k * width + LANES);
      }
    }
  }

  private static DoubleVector load(double[] from, int at) {
    return DoubleVector.fromArray(SPECIES, from, at);
  }

  private static DoubleVector all(double number) {
    return DoubleVector.broadcast(SPECIES, number);
  }

  /// Brings sums that reach over the last column from the edge to c. Masked stores at the end of the kernels instead
  /// would be more than the compiler inlines there.
  private static void trim(Tile t) {
    double[] edge = (double[]) t.edge;
    double[] c = (double[]) t.c;
    int whole = t.width - LANES;
    VectorMask<Double> valid = SPECIES.indexInRange(whole, t.columns);
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
    double[] a = (double[]) t.a;
    double[] b = (double[]) t.b;
    int bFrom = t.bFrom;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    double[] start = t.fresh ? ZEROS : (double[]) t.c;
    int startFrom = t.fresh ? 0 : t.cFrom;
    int startStep = t.fresh ? 0 : t.cStep;
    int last = t.rows - 1;
    DoubleVector c00 = load(start, startFrom);
    DoubleVector c10 = load(start, startFrom + Math.min(1, last) * startStep);
    DoubleVector c20 = load(start, startFrom + Math.min(2, last) * startStep);
    DoubleVector c30 = load(start, startFrom + Math.min(3, last) * startStep);
    DoubleVector c40 = load(start, startFrom + Math.min(4, last) * startStep);
    DoubleVector c50 = load(start, startFrom + Math.min(5, last) * startStep);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = load(b, bFrom + k * LANES);
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
    double[] bias = (double[]) t.bias;
    DoubleVector bias0 = load(bias, t.biasFrom);
    boolean whole = t.whole();
    double[] c = (double[]) (whole ? t.c : t.edge);
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
    double[] a = (double[]) t.a;
    double[] b = (double[]) t.b;
    int bFrom = t.bFrom;
    int depth = t.depth;
    int step = t.aDepthStep;
    int a0 = t.aRow(0);
    int a1 = t.aRow(1);
    int a2 = t.aRow(2);
    int a3 = t.aRow(3);
    int a4 = t.aRow(4);
    int a5 = t.aRow(5);
    double[] start = t.fresh ? ZEROS : (double[]) t.c;
    int startFrom = t.fresh ? 0 : t.cFrom;
    int startStep = t.fresh ? 0 : t.cStep;
    int last = t.rows - 1;
    DoubleVector c00 = load(start, startFrom);
    DoubleVector c01 = load(start, startFrom + LANES);
    DoubleVector c10 = load(start, startFrom + Math.min(1, last) * startStep);
    DoubleVector c11 = load(start, startFrom + Math.min(1, last) * startStep + LANES);
    DoubleVector c20 = load(start, startFrom + Math.min(2, last) * startStep);
    DoubleVector c21 = load(start, startFrom + Math.min(2, last) * startStep + LANES);
    DoubleVector c30 = load(start, startFrom + Math.min(3, last) * startStep);
    DoubleVector c31 = load(start, startFrom + Math.min(3, last) * startStep + LANES);
    DoubleVector c40 = load(start, startFrom + Math.min(4, last) * startStep);
    DoubleVector c41 = load(start, startFrom + Math.min(4, last) * startStep + LANES);
    DoubleVector c50 = load(start, startFrom + Math.min(5, last) * startStep);
    DoubleVector c51 = load(start, startFrom + Math.min(5, last) * startStep + LANES);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = load(b, bFrom + k * 2 * LANES);
      DoubleVector b1 = load(b, bFrom + k * 2 * LANES + LANES);
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
    double[] bias = (double[]) t.bias;
    DoubleVector bias0 = load(bias, t.biasFrom);
    DoubleVector bias1 = load(bias, t.biasFrom + LANES);
    boolean whole = t.whole();
    double[] c = (double[]) (whole ? t.c : t.edge);
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
