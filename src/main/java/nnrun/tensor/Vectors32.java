package nnrun.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [Expr] on a vector of float32: in every lane the bits of the scalar operation. Compiled loops call
/// them by name. The functions of [Functions] and random numbers are not among them, see
/// `docs/decisions/vector-loops.md`.
final class Vectors32 {
  private static final VectorSpecies<Float> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> FloatVector.SPECIES_512;
        case 8 -> FloatVector.SPECIES_256;
        case 4 -> FloatVector.SPECIES_128;
        default -> FloatVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();

  private Vectors32() {}

  static int lanes() {
    return LANES;
  }

  static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  static void store(FloatVector value, float[] to, int at) {
    value.intoArray(to, at);
  }

  static FloatVector plus(FloatVector a, FloatVector b) {
    return a.add(b);
  }

  static FloatVector minus(FloatVector a, FloatVector b) {
    return a.sub(b);
  }

  static FloatVector times(FloatVector a, FloatVector b) {
    return a.mul(b);
  }

  static FloatVector over(FloatVector a, FloatVector b) {
    return a.div(b);
  }

  static FloatVector max(FloatVector a, FloatVector b) {
    return a.max(b);
  }

  static FloatVector min(FloatVector a, FloatVector b) {
    return a.min(b);
  }

  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return a.fma(b, c);
  }

  static FloatVector negate(FloatVector a) {
    return a.neg();
  }

  static FloatVector abs(FloatVector a) {
    return a.abs();
  }

  static FloatVector sqrt(FloatVector a) {
    return a.sqrt();
  }

  static FloatVector flushTiny(FloatVector a) {
    return a.blend(0, a.abs().compare(VectorOperators.LT, 0x1p-100f));
  }

  static FloatVector greater(FloatVector a, FloatVector b, FloatVector yes, FloatVector no) {
    return no.blend(yes, a.compare(VectorOperators.GT, b));
  }

  static FloatVector less(FloatVector a, FloatVector b, FloatVector yes, FloatVector no) {
    return no.blend(yes, a.compare(VectorOperators.LT, b));
  }

  static FloatVector greaterOrEqual(FloatVector a, FloatVector b, FloatVector yes, FloatVector no) {
    return no.blend(yes, a.compare(VectorOperators.GE, b));
  }

  static FloatVector lessOrEqual(FloatVector a, FloatVector b, FloatVector yes, FloatVector no) {
    return no.blend(yes, a.compare(VectorOperators.LE, b));
  }
}
