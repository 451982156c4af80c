package nnrun.tensor;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [Expr] on a vector of float32: in every lane the bits of the scalar operation. Compiled loops call
/// them by name. The functions work on two halves in float64, as those of [Functions] do.
final class Vectors32 {
  private static final VectorSpecies<Float> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> FloatVector.SPECIES_512;
        case 8 -> FloatVector.SPECIES_256;
        case 4 -> FloatVector.SPECIES_128;
        default -> FloatVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Double> HALF = VectorSpecies.of(double.class, SPECIES.vectorShape());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
  private static final VectorMask<Float> UPPER =
      VectorMask.fromLong(SPECIES, ((1L << LANES) - 1) & -(1L << (LANES / 2)));
  private static final IntVector STEPS = IntVector.zero(INTS).addIndex(1);

  /// Added and subtracted, it rounds to a whole number, ties to even.
  private static final double ROUND = 0x1.8p52;

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

  /// [Stream#uniform24] at `index`, `index + 1` and so on.
  static FloatVector uniform(long key, int index) {
    IntVector bits = bits24(key, STEPS.add(index));
    return ((FloatVector) bits.convertShape(VectorOperators.I2F, SPECIES, 0)).mul(0x1p-24f);
  }

  /// The upper 24 bits of the first word of [Stream#bits], Threefry-2x32-20, in every lane.
  static IntVector bits24(long key, IntVector index) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int k2 = Stream.PARITY ^ k0 ^ k1;
    IntVector x0 = index.add(k0);
    IntVector x1 = index.lanewise(VectorOperators.ASHR, 31).add(k1); // the high word of the index as a long
    x0 = x0.add(x1);
    x1 = turn(x1, 13, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 15, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 26, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 6, x0);
    x0 = x0.add(k1);
    x1 = x1.add(k2 + 1);
    x0 = x0.add(x1);
    x1 = turn(x1, 17, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 29, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 16, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 24, x0);
    x0 = x0.add(k2);
    x1 = x1.add(k0 + 2);
    x0 = x0.add(x1);
    x1 = turn(x1, 13, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 15, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 26, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 6, x0);
    x0 = x0.add(k0);
    x1 = x1.add(k1 + 3);
    x0 = x0.add(x1);
    x1 = turn(x1, 17, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 29, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 16, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 24, x0);
    x0 = x0.add(k1);
    x1 = x1.add(k2 + 4);
    x0 = x0.add(x1);
    x1 = turn(x1, 13, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 15, x0);
    x0 = x0.add(x1);
    x1 = turn(x1, 26, x0);
    x0 = x0.add(x1);
    x0 = x0.add(k2); // x1 is not wanted any more
    return x0.lanewise(VectorOperators.LSHR, 8);
  }

  private static IntVector turn(IntVector x, int by, IntVector other) {
    return x.lanewise(VectorOperators.ROL, by).lanewise(VectorOperators.XOR, other);
  }

  private static DoubleVector low(FloatVector x) {
    return (DoubleVector) x.convertShape(VectorOperators.F2D, HALF, 0);
  }

  private static DoubleVector high(FloatVector x) {
    return (DoubleVector) x.convertShape(VectorOperators.F2D, HALF, 1);
  }

  private static FloatVector join(DoubleVector low, DoubleVector high) {
    FloatVector first = (FloatVector) low.convertShape(VectorOperators.D2F, SPECIES, 0);
    return first.blend(high.convertShape(VectorOperators.D2F, SPECIES, -1), UPPER);
  }

  private static DoubleVector constant(double value) {
    return DoubleVector.broadcast(HALF, value);
  }

  /// p(x) by Horner's rule, as [Functions] has it.
  private static DoubleVector horner(double[] coefficients, DoubleVector x) {
    DoubleVector sum = constant(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      sum = sum.fma(x, constant(coefficients[i]));
    }
    return sum;
  }

  private static DoubleVector exp12(DoubleVector x) {
    DoubleVector bounded = x.max(constant(-200)).min(constant(200));
    DoubleVector n = bounded.mul(Functions.LOG2E).add(ROUND).sub(ROUND);
    DoubleVector r = n.fma(constant(-Functions.LN2), bounded);
    // n + 1023 + 2^52 holds n + 1023 in its low bits, which become the exponent of 2^n.
    LongVector bits = n.add(0x1p52 + 1023).reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
    DoubleVector e = horner(Functions.EXP, r).mul(bits.reinterpretAsDoubles());
    return e.blend(0, x.compare(VectorOperators.LE, -200))
        .blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.GT, 200));
  }

  private static DoubleVector log12(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector exponentBits = bits.lanewise(VectorOperators.LSHR, 52).lanewise(VectorOperators.OR, 0x4330000000000000L);
    DoubleVector exponent = exponentBits.reinterpretAsDoubles().sub(0x1p52 + 1023);
    DoubleVector m =
        bits.lanewise(VectorOperators.AND, 0xFFFFFFFFFFFFFL)
            .lanewise(VectorOperators.OR, 0x3FF0000000000000L)
            .reinterpretAsDoubles();
    VectorMask<Double> large = m.compare(VectorOperators.GT, 0x1.6a09e667f3bcdp0);
    m = m.blend(m.mul(0.5), large);
    exponent = exponent.blend(exponent.add(1), large);
    DoubleVector s = m.sub(1).div(m.add(1));
    return exponent.fma(constant(Functions.LN2), s.mul(horner(Functions.LOG, s.mul(s))));
  }

  static FloatVector exp(FloatVector x) {
    return join(exp12(low(x)), exp12(high(x)));
  }

  static FloatVector expm1(FloatVector x) {
    return join(expm1(low(x)), expm1(high(x)));
  }

  private static DoubleVector expm1(DoubleVector x) {
    DoubleVector far = exp12(x).sub(1);
    return far.blend(x.mul(horner(Functions.EXPM1, x)), x.abs().compare(VectorOperators.LE, 0.35f));
  }

  static FloatVector log(FloatVector x) {
    return limits(x, x, join(log12(low(x)), log12(high(x))));
  }

  static FloatVector log1p(FloatVector x) {
    return limits(x.add(1), x, join(log1p(low(x)), log1p(high(x))));
  }

  private static DoubleVector log1p(DoubleVector x) {
    DoubleVector near = x.mul(-0.5).fma(x, x);
    return log12(x.add(1)).blend(near, x.abs().compare(VectorOperators.LT, 1e-5f));
  }

  /// What a logarithm is where its argument is not a positive number.
  ///
  /// @param argument has the sign of the logarithm's argument, and is 0 where that is
  private static FloatVector limits(FloatVector argument, FloatVector x, FloatVector log) {
    return log.blend(Float.NEGATIVE_INFINITY, argument.compare(VectorOperators.EQ, 0))
        .blend(Float.NaN, argument.compare(VectorOperators.LT, 0))
        .blend(x, argument.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
        .blend(x, x.test(VectorOperators.IS_NAN));
  }

  static FloatVector tanh(FloatVector x) {
    return join(tanh(low(x)), tanh(high(x)));
  }

  private static DoubleVector tanh(DoubleVector x) {
    DoubleVector a = x.abs();
    DoubleVector y = constant(1).sub(constant(2).div(exp12(a.add(a)).add(1)));
    DoubleVector far = y.blend(y.neg(), x.compare(VectorOperators.LT, 0));
    return far.blend(x.mul(horner(Functions.TANH, a.mul(a))), a.compare(VectorOperators.LE, 0.25));
  }

  static FloatVector sigmoid(FloatVector x) {
    return join(sigmoid(low(x)), sigmoid(high(x)));
  }

  private static DoubleVector sigmoid(DoubleVector x) {
    return constant(1).div(exp12(x.neg()).add(1));
  }
}
