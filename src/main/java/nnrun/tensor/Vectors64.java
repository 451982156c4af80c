package nnrun.tensor;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [Expr] on a vector of float64, as [Vectors32] has them for float32.
final class Vectors64 {
  static final VectorSpecies<Double> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> DoubleVector.SPECIES_512;
        case 8 -> DoubleVector.SPECIES_256;
        case 4 -> DoubleVector.SPECIES_128;
        default -> DoubleVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();

  /// As in [Vectors32].
  static final VectorSpecies<Double> HALF =
      VectorSpecies.of(double.class, VectorShape.forBitSize(Math.max(128, SPECIES.vectorBitSize() / 2)));

  /// Lanes of two vectors, as [#merge] takes them: one of each in turn, from the first on and from the middle on.
  static final double[] MERGING = mergedLanes(SPECIES);

  static final double[] HALF_MERGING = mergedLanes(HALF);

  private Vectors64() {}

  private static double[] mergedLanes(VectorSpecies<?> species) {
    int lanes = species.length();
    double[] merging = new double[2 * lanes];
    for (int lane = 0; lane < merging.length; lane++) {
      merging[lane] = lane / 2 + lane % 2 * lanes;
    }
    return merging;
  }

  static int lanes() {
    return LANES;
  }

  static DoubleVector all(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  static DoubleVector load(double[] from, int at) {
    return DoubleVector.fromArray(SPECIES, from, at);
  }

  static void store(DoubleVector value, double[] to, int at) {
    value.intoArray(to, at);
  }

  /// The first lanes alone.
  static void storeFirst(DoubleVector value, double[] to, int at, int lanes) {
    value.intoArray(to, at, SPECIES.indexInRange(0, lanes));
  }

  static DoubleVector merging(int half) {
    return DoubleVector.fromArray(SPECIES, MERGING, half);
  }

  /// The lanes of two vectors that are named, those of the second counted on from those of the first.
  static DoubleVector merge(DoubleVector lanes, DoubleVector a, DoubleVector b) {
    return lanes.selectFrom(a, b);
  }

  static DoubleVector plus(DoubleVector a, DoubleVector b) {
    return a.add(b);
  }

  static DoubleVector minus(DoubleVector a, DoubleVector b) {
    return a.sub(b);
  }

  static DoubleVector times(DoubleVector a, DoubleVector b) {
    return a.mul(b);
  }

  static DoubleVector over(DoubleVector a, DoubleVector b) {
    return a.div(b);
  }

  static DoubleVector max(DoubleVector a, DoubleVector b) {
    return a.max(b);
  }

  static DoubleVector min(DoubleVector a, DoubleVector b) {
    return a.min(b);
  }

  static DoubleVector fma(DoubleVector a, DoubleVector b, DoubleVector c) {
    return a.fma(b, c);
  }

  static DoubleVector negate(DoubleVector a) {
    return a.neg();
  }

  static DoubleVector abs(DoubleVector a) {
    return a.abs();
  }

  static DoubleVector sqrt(DoubleVector a) {
    return a.sqrt();
  }

  static DoubleVector flushTiny(DoubleVector a) {
    return a.blend(0, a.abs().compare(VectorOperators.LT, 0x1p-960));
  }

  static DoubleVector greater(DoubleVector a, DoubleVector b, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.GT, b));
  }

  static DoubleVector less(DoubleVector a, DoubleVector b, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.LT, b));
  }

  static DoubleVector greaterOrEqual(DoubleVector a, DoubleVector b, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.GE, b));
  }

  static DoubleVector lessOrEqual(DoubleVector a, DoubleVector b, DoubleVector yes, DoubleVector no) {
    return no.blend(yes, a.compare(VectorOperators.LE, b));
  }
}
