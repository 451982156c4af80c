package nnrun.tensor;

/// exp, log, tanh and their kin, the same bits on every machine: polynomials in fused multiply-adds, or `StrictMath`.
///
/// The float32 versions compute in float32 alone, in steps that vectors have too ([Vectors32] goes the same steps). The
/// float64 versions are those of `StrictMath` (within 1 ulp), and for erfc our own (within 4 ulp). The coefficients
/// were fitted for this file: those of the float64 erfc by Chebyshev's polynomials with 50 digits, the others by
/// Lawson's weighted least squares to the least greatest relative error, with 40 digits; they were rounded to float32
/// one by one, the lowest power first, and the rest fitted again each time.
public final class Functions {
  private Functions() {}

  /// erf(x)/x in powers of x², highest first, for |x| <= 1; relative error 1e-17.
  private static final double[] WIDE_ERF = {
    -0x1.ac9585a44fe29p-31, 0x1.d76af6ca49787p-27, -0x1.5c131500d3f88p-23,
    0x1.b981d78881a5dp-20, -0x1.f4ca838adb73bp-17, 0x1.f9a2be4f731a1p-14,
    -0x1.c02db0665e53dp-11, 0x1.565bccfa44156p-8, -0x1.b82ce31203772p-6,
    0x1.ce2f21a040f66p-4, -0x1.812746b0379c1p-2, 0x1.20dd750429b6dp+0
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.5556, t = 2/(2 + x), highest first, for 1 < x <= 2.5.
  private static final double[] WIDE_ERFC_1 = {
    -0x1.1a20e048c4554p-8, -0x1.89e4faf92736ap-5, 0x1.7de24a64e8172p-5,
    0x1.9b5d8a7bd0bc1p-6, -0x1.4845f5be97fa0p-4, 0x1.0a574818c3324p-6,
    0x1.cc79e5d7e3465p-4, -0x1.16953d37ace8fp-4, -0x1.91845eb00b0d8p-3,
    0x1.aca32d0f83e41p-4, 0x1.28e90f160f85ep-1, 0x1.804754ac2f262p-1,
    0x1.19fbbd3a6173ep-1
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.3399, t = 2/(2 + x), highest first, for 2.5 < x <= 6.5.
  private static final double[] WIDE_ERFC_2 = {
    -0x1.503ec4545f1cbp-5, 0x1.dd60d0194a590p-4, 0x1.54e6abf20a822p-9,
    -0x1.c3050aa38a48fp-4, 0x1.d496618509a0cp-7, 0x1.d9b28a2cac18ep-4,
    -0x1.09dd8573ecce5p-7, -0x1.39a7ade9b421fp-3, -0x1.fe2f0d8dcd30ep-5,
    0x1.c8a8743f9ed40p-3, 0x1.dec27fee7bf8dp-2, 0x1.0b2cbaf0a2beep-1,
    0x1.a859c41cea5a9p-2
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.1510, t = 2/(2 + x), highest first, for 6.5 < x <= 28.
  private static final double[] WIDE_ERFC_3 = {
    0x1.4321f6babd32bp-4, -0x1.99ae947c5dc8dp-4, -0x1.529a89969fb49p-4,
    0x1.ac70931aea9aap-5, 0x1.723c1a11f505bp-4, -0x1.2378d7cb0281ap-9,
    -0x1.8c390c01b1577p-4, -0x1.3f7dcfad5b24ap-4, 0x1.c2e3414e789aap-5,
    0x1.c4b60d38304f1p-3, 0x1.5993e5579540fp-2, 0x1.7aaf457b219e7p-2,
    0x1.52e96e4d36bacp-2
  };

  // Errors of the float32 functions over all floats, in units in the last place of the result, rounded up.
  static final double EXP_ULP = 1.1;
  static final double EXPM1_ULP = 1.7;
  static final double LOG_ULP = 0.9;
  static final double LOG1P_ULP = 1.5;
  static final double TANH_ULP = 1.2;
  static final double SIGMOID_ULP = 1.8;
  static final double ERFC_ULP = 1.95;
  static final double ATAN_ULP = 1.3;

  // What the float32 functions share with their vector form in [Vectors32].

  /// (e^r - 1 - r)/r² in powers of r, highest first, for |r| <= ln 2 / 2; error of e^r - 1 1.4e-8 of it.
  static final float EXP_4 = 0x1.6d722cp-10f;

  static final float EXP_3 = 0x1.12268p-7f;
  static final float EXP_2 = 0x1.5554c8p-5f;
  static final float EXP_1 = 0x1.5554b2p-3f;
  static final float EXP_0 = 0.5f;

  /// (ln(1 + f) - f + f²/2)/f³ in powers of f, highest first, for 1 + f in [√½, √2]; error of ln(1 + f) 5.8e-9 of it.
  static final float LOG_7 = -0x1.38c9dep-4f;

  static final float LOG_6 = 0x1.055ec6p-3f;
  static final float LOG_5 = -0x1.0d8242p-3f;
  static final float LOG_4 = 0x1.22d92ep-3f;
  static final float LOG_3 = -0x1.54728ap-3f;
  static final float LOG_2 = 0x1.99a01cp-3f;
  static final float LOG_1 = -0x1.000226p-2f;
  static final float LOG_0 = 0x1.555554p-2f;

  static final float LOG2E = 0x1.715476p0f;

  /// ln 2 = LN2 + LN2_REST
  static final float LN2 = 0x1.62e43p-1f;

  static final float LN2_REST = -0x1.05c61p-29f;

  /// Adding it rounds to a whole number, which is then in the low bits.
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = 0x4b400000;

  static final int SIGN = 0x80000000;

  /// The bits of √½.
  static final int ROOT_BITS = 0x3f3504f3;

  // Beyond these e^x is infinite, 0, or -1 after the subtraction of 1, and tanh is 1.
  static final float EXP_MOST = 89;
  static final float EXP_LEAST = -104;
  static final float EXPM1_LEAST = -18;
  static final float TANH_MOST = 10;

  /// (tanh x - x)/x³ in powers of x², highest first, for |x| <= 0.625; error of tanh 4.5e-9 of it.
  static final float TANH_4 = -0x1.750ce4p-8f;

  static final float TANH_3 = 0x1.51f8cep-6f;
  static final float TANH_2 = -0x1.b835a4p-5f;
  static final float TANH_1 = 0x1.1106f6p-3f;
  static final float TANH_0 = -0x1.555532p-2f;
  static final float TANH_NEAR = 0.625f;

  /// erf(x)/x - 1 in powers of x², highest first, for |x| <= ERFC_NEAR; error of erfc 1.2e-9 of it.
  static final float ERF_5 = -0x1.57cddp-11f;

  static final float ERF_4 = 0x1.4d31dcp-8f;
  static final float ERF_3 = -0x1.b75fbcp-6f;
  static final float ERF_2 = 0x1.ce2628p-4f;
  static final float ERF_1 = -0x1.81271ap-2f;
  static final float ERF_0 = 0x1.06eba6p-3f;

  /// e^(x²)·erfc(x)/t in powers of t - ERFC_MIDDLE, t = 1/(2 + x), highest first, from ERFC_NEAR to 10.5; error 6.6e-9
  /// of it. The middle is where the lowest coefficient is almost a float.
  static final float ERFC_8 = -0x1.a0d608p4f;

  static final float ERFC_7 = 0x1.478008p4f;
  static final float ERFC_6 = 0x1.1bd282p3f;
  static final float ERFC_5 = -0x1.0e4f0cp3f;
  static final float ERFC_4 = -0x1.1c6906p2f;
  static final float ERFC_3 = 0x1.71e822p1f;
  static final float ERFC_2 = 0x1.102380p2f;
  static final float ERFC_1 = 0x1.40a4f2p1f;
  static final float ERFC_0 = 0x1.e58a84p-1f;
  static final float ERFC_MIDDLE = 0x1.c6dc5ep-3f;

  static final float ERFC_NEAR = 0.75f;

  /// Beyond it erfc is 0.
  static final float ERFC_MOST = 10.5f;

  /// (atan x - x)/x³ in powers of x², highest first, for |x| <= 1; error of atan 2.7e-9 of it.
  static final float ATAN_8 = -0x1.d5546ap-10f;

  static final float ATAN_7 = 0x1.6527a6p-7f;
  static final float ATAN_6 = -0x1.fe56fap-6f;
  static final float ATAN_5 = 0x1.da89d2p-5f;
  static final float ATAN_4 = -0x1.5820e8p-4f;
  static final float ATAN_3 = 0x1.c092dcp-4f;
  static final float ATAN_2 = -0x1.2420fap-3f;
  static final float ATAN_1 = 0x1.9991eap-3f;
  static final float ATAN_0 = -0x1.55553ep-2f;

  /// π/2 = HALF_PI + HALF_PI_REST
  static final float HALF_PI = 0x1.921fb6p0f;

  static final float HALF_PI_REST = -0x1.777a5cp-25f;

  /// To the left of it 2^n + 1 might round.
  static final float SIGMOID_LEFT = -8;

  /// Below it e^x - 1 and ln(1 + x) round to x.
  static final float TINY = 0x1p-25f;

  /// base^exponent of a whole exponent >= 0 by repeated squaring. `StrictMath.pow` makes small arrays, and a step of
  /// training allocates nothing.
  public static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /// cos(πx) for x >= 0, within 2 ulp of 1, by Taylor's series within ±π/4. `StrictMath.cos` makes a small array.
  public static double cosPi(double x) {
    double turn = x - 2 * Math.floor(x / 2); // exact, in [0, 2)
    double half = turn > 1 ? 2 - turn : turn; // cos(π(2 - t)) = cos(πt)
    if (half <= 0.25) {
      return cosine(half);
    }
    return half >= 0.75 ? -cosine(1 - half) : -sine(half - 0.5);
  }

  private static double cosine(double halfTurns) {
    double x = StrictMath.PI * halfTurns;
    double sum = 1;
    for (int k = 18; k > 0; k -= 2) { // (π/4)^20/20! is 3e-21
      sum = Math.fma(-sum * x * x, 1.0 / (k * (k - 1)), 1);
    }
    return sum;
  }

  private static double sine(double halfTurns) {
    double x = StrictMath.PI * halfTurns;
    double sum = 1;
    for (int k = 19; k > 1; k -= 2) {
      sum = Math.fma(-sum * x * x, 1.0 / (k * (k - 1)), 1);
    }
    return x * sum;
  }

  /// p(x) by Horner's rule in fused multiply-adds.
  private static double horner(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }

  /// e^x - 1 for |x| <= ln 2 / 2.
  private static float expm1Near(float r) {
    float q = Math.fma(Math.fma(Math.fma(Math.fma(EXP_4, r, EXP_3), r, EXP_2), r, EXP_1), r, EXP_0);
    return Math.fma(r * r, q, r);
  }

  /// x - n ln 2, with n in the low bits of `rounded`.
  private static float rest(float x, float rounded) {
    float n = rounded - ROUND;
    return Math.fma(n, -LN2_REST, Math.fma(n, -LN2, x));
  }

  private static int whole(float rounded) {
    return Float.floatToRawIntBits(rounded) - ROUND_BITS;
  }

  /// 2^n for -126 <= n <= 127.
  private static float twoTo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /// e^x within EXP_ULP: 2^n·e^r with |r| <= ln 2 / 2, scaled in two steps, so that only the last one rounds where the
  /// result is subnormal.
  static float exp(float x) {
    float c = x > EXP_MOST ? EXP_MOST : x;
    c = c < EXP_LEAST ? EXP_LEAST : c;
    float rounded = Math.fma(c, LOG2E, ROUND);
    int n = whole(rounded);
    int half = n >> 1;
    return (expm1Near(rest(c, rounded)) + 1) * twoTo(half) * twoTo(n - half);
  }

  /// e^x - 1 within EXPM1_ULP: twice 2^(n-1)·(e^r - 1) + (2^(n-1) - 1/2), since 2^128 is no float.
  static float expm1(float x) {
    float c = x > EXP_MOST ? EXP_MOST : x;
    c = c < EXPM1_LEAST ? EXPM1_LEAST : c;
    float rounded = Math.fma(c, LOG2E, ROUND);
    float scale = twoTo(whole(rounded) - 1);
    float half = Math.fma(scale, expm1Near(rest(c, rounded)), scale - 0.5f);
    return Math.abs(x) < TINY ? x : half + half;
  }

  /// ln(x) within LOG_ULP: n ln 2 + ln(1 + f), x = 2^n(1 + f), 1 + f in [√½, √2).
  static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * 0x1p24f : x) - ROOT_BITS;
    float n = (bits >> 23) - (small ? 24f : 0f);
    float f = Float.intBitsToFloat((bits & 0x7fffff) + ROOT_BITS) - 1;
    float y = x == Float.POSITIVE_INFINITY ? x : logNear(f, n);
    return x > 0 ? y : x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
  }

  /// n ln 2 + ln(1 + f) for 1 + f in [√½, √2].
  private static float logNear(float f, float n) {
    float p = Math.fma(Math.fma(Math.fma(LOG_7, f, LOG_6), f, LOG_5), f, LOG_4);
    p = Math.fma(Math.fma(Math.fma(Math.fma(p, f, LOG_3), f, LOG_2), f, LOG_1), f, LOG_0);
    float curve = Math.fma(f * f, Math.fma(f, p, -0.5f), n * LN2_REST);
    return Math.fma(n, LN2, f + curve);
  }

  /// ln(1 + x) within LOG1P_ULP: as ln(u) of the rounded u = 1 + x, with the rounding error of u added to f.
  static float log1p(float x) {
    float u = 1 + x;
    float back = u - x;
    float lost = (x - (u - back)) + (1 - back); // 1 + x - u, exactly
    int bits = Float.floatToRawIntBits(u) - ROOT_BITS;
    int n = bits >> 23;
    float f = Float.intBitsToFloat((bits & 0x7fffff) + ROOT_BITS) - 1;
    // Far to the right nothing counts that was lost, and 2^-n is no float.
    f = u < 0x1p30f ? Math.fma(lost, twoTo(-n), f) : f;
    float y = x == Float.POSITIVE_INFINITY ? x : logNear(f, n);
    y = u > 0 ? y : u == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    return Math.abs(x) < TINY ? x : y;
  }

  /// tanh x within TANH_ULP: of |x| by a polynomial near 0, else as 1 - 2/(e^(2|x|) + 1), with the sign of x.
  static float tanh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float p = Math.fma(Math.fma(Math.fma(Math.fma(TANH_4, z, TANH_3), z, TANH_2), z, TANH_1), z, TANH_0);
    float near = Math.fma(a * z, p, a);
    float c = a > TANH_MOST ? TANH_MOST : a;
    c = c + c;
    float rounded = Math.fma(c, LOG2E, ROUND);
    float power = twoTo(whole(rounded));
    float far = 1 - 2 / Math.fma(power, expm1Near(rest(c, rounded)), power + 1);
    int sign = Float.floatToRawIntBits(x) & SIGN;
    return Float.intBitsToFloat(Float.floatToRawIntBits(a < TANH_NEAR ? near : far) | sign);
  }

  /// 1/(1 + e^-x) within SIGMOID_ULP; all of the fraction is taken times 2^-h, h half of the exponent of e^-x, which
  /// would overflow far to the left.
  static float sigmoid(float x) {
    float c = x > -EXP_LEAST ? -EXP_LEAST : x;
    c = c < EXP_LEAST ? EXP_LEAST : c;
    float rounded = Math.fma(-c, LOG2E, ROUND);
    float near = expm1Near(rest(-c, rounded));
    int n = whole(rounded);
    int half = n >> 1;
    float one = twoTo(-half);
    float power = twoTo(n - half);
    boolean left = x < SIGMOID_LEFT;
    float sum = Math.fma(power, near, left ? one : power + one) + (left ? power : 0);
    return 1 / sum * one;
  }

  /// 1 - erf(x) within ERFC_ULP. Near 0, 1 - x - x·p(x²); else t·q(t)·e^(-x²), t = 1/(2 + x), where the rounding errors
  /// of t, q, t·q and x² are carried along: what follows would magnify them.
  static float erfc(float x) {
    float a = Math.abs(x);
    float z = x * x;
    float p = Math.fma(Math.fma(Math.fma(ERF_5, z, ERF_4), z, ERF_3), z, ERF_2);
    p = Math.fma(Math.fma(p, z, ERF_1), z, ERF_0);
    float near = Math.fma(-x, p, 1 - x);

    float c = a > ERFC_MOST ? ERFC_MOST : a;
    float sum = c + 2;
    float t = 1 / sum;
    float error = Math.fma(-t, sum, 1) - t * (c - (sum - 2)); // of t, as a part of it
    float u = Math.fma(t, error, t - ERFC_MIDDLE);
    float q = Math.fma(Math.fma(Math.fma(Math.fma(ERFC_8, u, ERFC_7), u, ERFC_6), u, ERFC_5), u, ERFC_4);
    float rise = Math.fma(Math.fma(Math.fma(q, u, ERFC_3), u, ERFC_2), u, ERFC_1);
    q = Math.fma(rise, u, ERFC_0);
    float high = t * q;
    float low = Math.fma(t, Math.fma(rise, u, ERFC_0 - q), Math.fma(high, error, Math.fma(t, q, -high)));

    float square = c * c;
    float rounded = Math.fma(-square, LOG2E, ROUND);
    float power = expm1Near(rest(-square, rounded) - Math.fma(c, c, -square)); // e^r - 1
    int n = whole(rounded);
    int half = n >> 1;
    float value = high + Math.fma(high, power, Math.fma(low, power, low));
    float tail = value * twoTo(half) * twoTo(n - half);
    float far = x < 0 ? 2 - tail : tail;
    return a > ERFC_NEAR ? far : near;
  }

  /// atan x within ATAN_ULP: by a polynomial up to 1, beyond it as π/2 - atan(1/x), with the sign of x.
  static float atan(float x) {
    float a = Math.abs(x);
    boolean far = a > 1;
    float t = far ? 1 / a : a;
    float z = t * t;
    float p = Math.fma(Math.fma(Math.fma(Math.fma(ATAN_8, z, ATAN_7), z, ATAN_6), z, ATAN_5), z, ATAN_4);
    p = Math.fma(Math.fma(Math.fma(Math.fma(p, z, ATAN_3), z, ATAN_2), z, ATAN_1), z, ATAN_0);
    float curve = t * z * p;
    float y = far ? HALF_PI - (t + (curve - HALF_PI_REST)) : t + curve;
    int sign = Float.floatToRawIntBits(x) & SIGN;
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) | sign);
  }

  /// 0 for |x| < 2^-100; see [Expr#flushTiny].
  static float flushTiny(float x) {
    return Math.abs(x) < 0x1p-100f ? 0 : x;
  }

  /// 0 for |x| < 2^-960.
  static double flushTiny(double x) {
    return Math.abs(x) < 0x1p-960 ? 0 : x;
  }

  static double exp(double x) {
    return StrictMath.exp(x);
  }

  static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  static double log(double x) {
    return StrictMath.log(x);
  }

  static double log1p(double x) {
    return StrictMath.log1p(x);
  }

  static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x)); // e^-x would overflow far to the left, where the result is still a number
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  static double atan(double x) {
    return StrictMath.atan(x);
  }

  /// 1 - erf(x) = 2/√π ∫ e^(-s²) ds from x to infinity.
  public static double erfc(double x) {
    double a = Math.abs(x);
    if (a <= 1) {
      return 1 - x * horner(WIDE_ERF, x * x);
    }
    if (Double.isNaN(x)) {
      return x;
    }
    double tail = a > 28 ? 0 : tail(a);
    return x < 0 ? 2 - tail : tail;
  }

  /// erfc(x) for 1 < x <= 28; x² is carried with its rounding error, which e^(-x²) would magnify.
  private static double tail(double x) {
    double t = 2 / (2 + x);
    double q =
        x <= 2.5
            ? horner(WIDE_ERFC_1, t - 0.5556)
            : x <= 6.5 ? horner(WIDE_ERFC_2, t - 0.3399) : horner(WIDE_ERFC_3, t - 0.1510);
    double square = x * x;
    double error = Math.fma(x, x, -square);
    return StrictMath.exp(-square) * (1 - error) * t * q;
  }
}
