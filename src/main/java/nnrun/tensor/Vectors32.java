package nnrun.tensor;

import static nnrun.tensor.Functions.ATAN_0;
import static nnrun.tensor.Functions.ATAN_1;
import static nnrun.tensor.Functions.ATAN_2;
import static nnrun.tensor.Functions.ATAN_3;
import static nnrun.tensor.Functions.ATAN_4;
import static nnrun.tensor.Functions.ATAN_5;
import static nnrun.tensor.Functions.ATAN_6;
import static nnrun.tensor.Functions.ATAN_7;
import static nnrun.tensor.Functions.ATAN_8;
import static nnrun.tensor.Functions.ERFC_0;
import static nnrun.tensor.Functions.ERFC_1;
import static nnrun.tensor.Functions.ERFC_2;
import static nnrun.tensor.Functions.ERFC_3;
import static nnrun.tensor.Functions.ERFC_4;
import static nnrun.tensor.Functions.ERFC_5;
import static nnrun.tensor.Functions.ERFC_6;
import static nnrun.tensor.Functions.ERFC_7;
import static nnrun.tensor.Functions.ERFC_8;
import static nnrun.tensor.Functions.ERFC_MIDDLE;
import static nnrun.tensor.Functions.ERFC_MOST;
import static nnrun.tensor.Functions.ERFC_NEAR;
import static nnrun.tensor.Functions.ERF_0;
import static nnrun.tensor.Functions.ERF_1;
import static nnrun.tensor.Functions.ERF_2;
import static nnrun.tensor.Functions.ERF_3;
import static nnrun.tensor.Functions.ERF_4;
import static nnrun.tensor.Functions.ERF_5;
import static nnrun.tensor.Functions.EXPM1_LEAST;
import static nnrun.tensor.Functions.EXP_0;
import static nnrun.tensor.Functions.EXP_1;
import static nnrun.tensor.Functions.EXP_2;
import static nnrun.tensor.Functions.EXP_3;
import static nnrun.tensor.Functions.EXP_4;
import static nnrun.tensor.Functions.EXP_LEAST;
import static nnrun.tensor.Functions.EXP_MOST;
import static nnrun.tensor.Functions.HALF_PI;
import static nnrun.tensor.Functions.HALF_PI_REST;
import static nnrun.tensor.Functions.LN2;
import static nnrun.tensor.Functions.LN2_REST;
import static nnrun.tensor.Functions.LOG2E;
import static nnrun.tensor.Functions.LOG_0;
import static nnrun.tensor.Functions.LOG_1;
import static nnrun.tensor.Functions.LOG_2;
import static nnrun.tensor.Functions.LOG_3;
import static nnrun.tensor.Functions.LOG_4;
import static nnrun.tensor.Functions.LOG_5;
import static nnrun.tensor.Functions.LOG_6;
import static nnrun.tensor.Functions.LOG_7;
import static nnrun.tensor.Functions.ROOT_BITS;
import static nnrun.tensor.Functions.ROUND;
import static nnrun.tensor.Functions.ROUND_BITS;
import static nnrun.tensor.Functions.SIGMOID_LEFT;
import static nnrun.tensor.Functions.SIGN;
import static nnrun.tensor.Functions.TANH_0;
import static nnrun.tensor.Functions.TANH_1;
import static nnrun.tensor.Functions.TANH_2;
import static nnrun.tensor.Functions.TANH_3;
import static nnrun.tensor.Functions.TANH_4;
import static nnrun.tensor.Functions.TANH_MOST;
import static nnrun.tensor.Functions.TANH_NEAR;
import static nnrun.tensor.Functions.TINY;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [Expr] on a vector of float32: in every lane the bits of the scalar operation. Compiled loops call
/// them by name. The functions go the steps of [Functions], where their formulas are explained.
final class Vectors32 {
  static final VectorSpecies<Float> SPECIES =
      switch (Kernels.LANES) {
        case 16 -> FloatVector.SPECIES_512;
        case 8 -> FloatVector.SPECIES_256;
        case 4 -> FloatVector.SPECIES_128;
        default -> FloatVector.SPECIES_PREFERRED;
      };
  private static final int LANES = SPECIES.length();

  /// Half as long where that is still a vector of this machine.
  static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(128, SPECIES.vectorBitSize() / 2)));

  /// Lanes of two vectors, as [#merge] takes them: one of each in turn, from the first on and from the middle on.
  static final float[] MERGING = mergedLanes(SPECIES);

  static final float[] HALF_MERGING = mergedLanes(HALF);

  private Vectors32() {}

  private static float[] mergedLanes(VectorSpecies<?> species) {
    int lanes = species.length();
    float[] merging = new float[2 * lanes];
    for (int lane = 0; lane < merging.length; lane++) {
      merging[lane] = lane / 2 + lane % 2 * lanes;
    }
    return merging;
  }

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

  /// The first lanes alone.
  static void storeFirst(FloatVector value, float[] to, int at, int lanes) {
    value.intoArray(to, at, SPECIES.indexInRange(0, lanes));
  }

  static FloatVector merging(int half) {
    return FloatVector.fromArray(SPECIES, MERGING, half);
  }

  /// The lanes of two vectors that are named, those of the second counted on from those of the first.
  static FloatVector merge(FloatVector lanes, FloatVector a, FloatVector b) {
    return lanes.selectFrom(a, b);
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

  /// a where |x| is below a bound, else b.
  private static FloatVector near(FloatVector x, float bound, FloatVector a, FloatVector b) {
    return b.blend(a, x.abs().compare(VectorOperators.LT, bound));
  }

  private static FloatVector atMost(FloatVector x, float most) {
    return x.blend(most, x.compare(VectorOperators.GT, most));
  }

  private static FloatVector atLeast(FloatVector x, float least) {
    return x.blend(least, x.compare(VectorOperators.LT, least));
  }

  private static FloatVector expm1Near(FloatVector r) {
    FloatVector q = all(EXP_4).fma(r, all(EXP_3)).fma(r, all(EXP_2)).fma(r, all(EXP_1)).fma(r, all(EXP_0));
    return r.mul(r).fma(q, r);
  }

  private static FloatVector rounded(FloatVector x) {
    return x.fma(all(LOG2E), all(ROUND));
  }

  private static FloatVector rest(FloatVector x, FloatVector rounded) {
    FloatVector n = rounded.sub(ROUND);
    return n.fma(all(-LN2_REST), n.fma(all(-LN2), x));
  }

  private static IntVector whole(FloatVector rounded) {
    return rounded.reinterpretAsInts().sub(ROUND_BITS);
  }

  private static FloatVector twoTo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector exp(FloatVector x) {
    FloatVector c = atLeast(atMost(x, EXP_MOST), EXP_LEAST);
    FloatVector rounded = rounded(c);
    IntVector n = whole(rounded);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return expm1Near(rest(c, rounded)).add(1).mul(twoTo(half)).mul(twoTo(n.sub(half)));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector c = atLeast(atMost(x, EXP_MOST), EXPM1_LEAST);
    FloatVector rounded = rounded(c);
    FloatVector scale = twoTo(whole(rounded).sub(1));
    FloatVector half = scale.fma(expm1Near(rest(c, rounded)), scale.sub(0.5f));
    return near(x, TINY, x, half.add(half));
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p24f), small).reinterpretAsInts().sub(ROOT_BITS);
    FloatVector n = exponent(bits);
    return checked(x, x, logNear(fraction(bits), n.blend(n.sub(24), small)));
  }

  /// Fixed where the logarithm of u = x or 1 + x is no number or infinite.
  private static FloatVector checked(FloatVector x, FloatVector u, FloatVector y) {
    return y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
        .blend(Float.NEGATIVE_INFINITY, u.compare(VectorOperators.EQ, 0))
        .blend(Float.NaN, u.compare(VectorOperators.GE, 0).not());
  }

  private static FloatVector fraction(IntVector bits) {
    return bits.and(0x7fffff).add(ROOT_BITS).reinterpretAsFloats().sub(1);
  }

  private static FloatVector exponent(IntVector bits) {
    return bits.lanewise(VectorOperators.ASHR, 23).add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
  }

  private static FloatVector logNear(FloatVector f, FloatVector n) {
    FloatVector p = all(LOG_7).fma(f, all(LOG_6)).fma(f, all(LOG_5)).fma(f, all(LOG_4));
    p = p.fma(f, all(LOG_3)).fma(f, all(LOG_2)).fma(f, all(LOG_1)).fma(f, all(LOG_0));
    FloatVector curve = f.mul(f).fma(f.fma(p, all(-0.5f)), n.mul(LN2_REST));
    return n.fma(all(LN2), f.add(curve));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1);
    FloatVector back = u.sub(x);
    FloatVector lost = x.sub(u.sub(back)).add(all(1).sub(back));
    IntVector bits = u.reinterpretAsInts().sub(ROOT_BITS);
    IntVector n = bits.lanewise(VectorOperators.ASHR, 23);
    FloatVector f = fraction(bits);
    f = f.blend(lost.fma(twoTo(n.neg()), f), u.compare(VectorOperators.LT, 0x1p30f));
    return near(x, TINY, x, checked(x, u, logNear(f, exponent(bits))));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.mul(a);
    FloatVector p = all(TANH_4).fma(z, all(TANH_3)).fma(z, all(TANH_2)).fma(z, all(TANH_1)).fma(z, all(TANH_0));
    FloatVector near = a.mul(z).fma(p, a);
    FloatVector c = atMost(a, TANH_MOST);
    c = c.add(c);
    FloatVector rounded = rounded(c);
    FloatVector power = twoTo(whole(rounded));
    FloatVector far = all(1).sub(all(2).div(power.fma(expm1Near(rest(c, rounded)), power.add(1))));
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    return near(a, TANH_NEAR, near, far).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector c = atLeast(atMost(x, -EXP_LEAST), EXP_LEAST).neg();
    FloatVector rounded = rounded(c);
    FloatVector near = expm1Near(rest(c, rounded));
    IntVector n = whole(rounded);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    FloatVector one = twoTo(half.neg());
    FloatVector power = twoTo(n.sub(half));
    VectorMask<Float> left = x.compare(VectorOperators.LT, SIGMOID_LEFT);
    FloatVector sum = power.fma(near, power.add(one).blend(one, left)).add(all(0).blend(power, left));
    return all(1).div(sum).mul(one);
  }

  static FloatVector erfc(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = x.mul(x);
    FloatVector p = all(ERF_5).fma(z, all(ERF_4)).fma(z, all(ERF_3)).fma(z, all(ERF_2));
    p = p.fma(z, all(ERF_1)).fma(z, all(ERF_0));
    FloatVector near = x.neg().fma(p, all(1).sub(x));

    FloatVector c = atMost(a, ERFC_MOST);
    FloatVector sum = c.add(2);
    FloatVector t = all(1).div(sum);
    FloatVector error = t.neg().fma(sum, all(1)).sub(t.mul(c.sub(sum.sub(2))));
    FloatVector u = t.fma(error, t.sub(ERFC_MIDDLE));
    FloatVector q = all(ERFC_8).fma(u, all(ERFC_7)).fma(u, all(ERFC_6)).fma(u, all(ERFC_5)).fma(u, all(ERFC_4));
    FloatVector rise = q.fma(u, all(ERFC_3)).fma(u, all(ERFC_2)).fma(u, all(ERFC_1));
    q = rise.fma(u, all(ERFC_0));
    FloatVector high = t.mul(q);
    FloatVector low = t.fma(rise.fma(u, all(ERFC_0).sub(q)), high.fma(error, t.fma(q, high.neg())));

    FloatVector square = c.mul(c);
    FloatVector rounded = rounded(square.neg());
    FloatVector power = expm1Near(rest(square.neg(), rounded).sub(c.fma(c, square.neg())));
    IntVector n = whole(rounded);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    FloatVector value = high.add(high.fma(power, low.fma(power, low)));
    FloatVector tail = value.mul(twoTo(half)).mul(twoTo(n.sub(half)));
    FloatVector far = tail.blend(all(2).sub(tail), x.compare(VectorOperators.LT, 0));
    return near.blend(far, a.compare(VectorOperators.GT, ERFC_NEAR));
  }

  static FloatVector atan(FloatVector x) {
    FloatVector a = x.abs();
    VectorMask<Float> far = a.compare(VectorOperators.GT, 1);
    FloatVector t = a.blend(all(1).div(a), far);
    FloatVector z = t.mul(t);
    FloatVector p = all(ATAN_8).fma(z, all(ATAN_7)).fma(z, all(ATAN_6)).fma(z, all(ATAN_5)).fma(z, all(ATAN_4));
    p = p.fma(z, all(ATAN_3)).fma(z, all(ATAN_2)).fma(z, all(ATAN_1)).fma(z, all(ATAN_0));
    FloatVector curve = t.mul(z).mul(p);
    FloatVector y = t.add(curve).blend(all(HALF_PI).sub(t.add(curve.sub(HALF_PI_REST))), far);
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}
