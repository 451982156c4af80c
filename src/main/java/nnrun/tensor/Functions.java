package nnrun.tensor;

/// exp, log, tanh and their kin, the same bits on every machine: polynomials in fused multiply-adds, or `StrictMath`.
///
/// The float32 versions compute in float64 and round once, so they are within 0.51 ulp of the exact value. The float64
/// versions are those of `StrictMath` (within 1 ulp), and for erfc our own (within 4 ulp). The coefficients are
/// Chebyshev fits made for this file with 50 digits.
public final class Functions {
  private Functions() {}

  /// erf(x)/x in powers of x², highest first, for |x| <= 1; relative error 1e-17.
  private static final double[] ERF = {
    -0x1.ac9585a44fe29p-31, 0x1.d76af6ca49787p-27, -0x1.5c131500d3f88p-23,
    0x1.b981d78881a5dp-20, -0x1.f4ca838adb73bp-17, 0x1.f9a2be4f731a1p-14,
    -0x1.c02db0665e53dp-11, 0x1.565bccfa44156p-8, -0x1.b82ce31203772p-6,
    0x1.ce2f21a040f66p-4, -0x1.812746b0379c1p-2, 0x1.20dd750429b6dp+0
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.5556, t = 2/(2 + x), highest first, for 1 < x <= 2.5.
  private static final double[] ERFC_1 = {
    -0x1.1a20e048c4554p-8, -0x1.89e4faf92736ap-5, 0x1.7de24a64e8172p-5,
    0x1.9b5d8a7bd0bc1p-6, -0x1.4845f5be97fa0p-4, 0x1.0a574818c3324p-6,
    0x1.cc79e5d7e3465p-4, -0x1.16953d37ace8fp-4, -0x1.91845eb00b0d8p-3,
    0x1.aca32d0f83e41p-4, 0x1.28e90f160f85ep-1, 0x1.804754ac2f262p-1,
    0x1.19fbbd3a6173ep-1
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.3399, t = 2/(2 + x), highest first, for 2.5 < x <= 6.5.
  private static final double[] ERFC_2 = {
    -0x1.503ec4545f1cbp-5, 0x1.dd60d0194a590p-4, 0x1.54e6abf20a822p-9,
    -0x1.c3050aa38a48fp-4, 0x1.d496618509a0cp-7, 0x1.d9b28a2cac18ep-4,
    -0x1.09dd8573ecce5p-7, -0x1.39a7ade9b421fp-3, -0x1.fe2f0d8dcd30ep-5,
    0x1.c8a8743f9ed40p-3, 0x1.dec27fee7bf8dp-2, 0x1.0b2cbaf0a2beep-1,
    0x1.a859c41cea5a9p-2
  };

  /// e^(x²)·erfc(x)/t in powers of t - 0.1510, t = 2/(2 + x), highest first, for 6.5 < x <= 28.
  private static final double[] ERFC_3 = {
    0x1.4321f6babd32bp-4, -0x1.99ae947c5dc8dp-4, -0x1.529a89969fb49p-4,
    0x1.ac70931aea9aap-5, 0x1.723c1a11f505bp-4, -0x1.2378d7cb0281ap-9,
    -0x1.8c390c01b1577p-4, -0x1.3f7dcfad5b24ap-4, 0x1.c2e3414e789aap-5,
    0x1.c4b60d38304f1p-3, 0x1.5993e5579540fp-2, 0x1.7aaf457b219e7p-2,
    0x1.52e96e4d36bacp-2
  };

  /// e^r in powers of r, highest first, for |r| <= ln 2 / 2; relative error 1e-12.
  private static final double[] EXP = {
    0x1.72e18c85be861p-19, 0x1.a17ea772a0a58p-16, 0x1.a019945892531p-13,
    0x1.6c162b1e2c094p-10, 0x1.11111123dbdd5p-7, 0x1.55555589076f6p-5,
    0x1.5555555550cf4p-3, 0x1.ffffffffe71c5p-2, 0x1.0000000000006p+0,
    0x1.000000000003dp+0
  };

  /// ln(m)/s in powers of s², highest first, s = (m - 1)/(m + 1), for m in [√½, √2]; relative error 1e-13.
  private static final double[] LOG = {
    0x1.58dde2537d4c5p-3, 0x1.732279c8761a8p-3, 0x1.c722d1f4cf2b3p-3,
    0x1.249240af9d15dp-2, 0x1.999999a442e0dp-2, 0x1.5555555552d11p-1,
    0x1.0000000000001p+1
  };

  /// tanh(x)/x in powers of x², highest first, for |x| <= ¼; relative error 1e-12.
  private static final double[] TANH = {
    -0x1.0d567501e6e6fp-7, 0x1.65940b1143343p-6, -0x1.ba189d5ebfa80p-5,
    0x1.11110e3e8d2e9p-3, -0x1.5555555366012p-2, 0x1.ffffffffffc8ep-1
  };

  /// (e^x - 1)/x in powers of x, highest first, for |x| <= 0.35; relative error 1e-12.
  private static final double[] EXPM1 = {
    0x1.72cbe5a1e7927p-19, 0x1.a160df17e50efp-16, 0x1.a019aa331c3cbp-13,
    0x1.6c16492d8e05ap-10, 0x1.1111111cf9984p-7, 0x1.555555761763fp-5,
    0x1.555555555394fp-3, 0x1.fffffffff65cfp-2, 0x1.0000000000000p+0
  };

  private static final double LOG2E = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42fefa39efp-1;

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

  /// e^x for a result that is rounded to float32: relative error 1e-12, 0 below -200, infinity above 200.
  private static double exp12(double x) {
    if (!(x > -200)) {
      return Double.isNaN(x) ? x : 0;
    }
    if (x > 200) {
      return Double.POSITIVE_INFINITY;
    }
    double n = Math.rint(x * LOG2E);
    double r = Math.fma(n, -LN2, x);
    return horner(EXP, r) * Double.longBitsToDouble((long) (n + 1023) << 52);
  }

  static float exp(float x) {
    return (float) exp12(x);
  }

  static float expm1(float x) {
    return (float) (Math.abs(x) <= 0.35f ? x * horner(EXPM1, x) : exp12(x) - 1);
  }

  /// ln(x) of a positive normal number, relative error 1e-12 away from 1 and in s = (m-1)/(m+1) near it.
  private static double log12(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
    if (m > 0x1.6a09e667f3bcdp0) {
      m *= 0.5;
      exponent++;
    }
    double s = (m - 1) / (m + 1);
    return Math.fma(exponent, LN2, s * horner(LOG, s * s));
  }

  static float log(float x) {
    if (!(x > 0)) {
      return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    return x == Float.POSITIVE_INFINITY ? x : (float) log12(x);
  }

  static float log1p(float x) {
    if (!(x > -1)) {
      return x == -1 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    // 1 + x is exact enough in float64 unless x is tiny; there ln(1 + x) = x - x²/2.
    return (float) (Math.abs(x) < 1e-5f ? Math.fma(-0.5 * x, x, x) : log12(1.0 + x));
  }

  static float tanh(float x) {
    double a = Math.abs((double) x);
    if (a <= 0.25) {
      return (float) (x * horner(TANH, a * a));
    }
    double y = 1 - 2 / (exp12(2 * a) + 1);
    return (float) (x < 0 ? -y : y);
  }

  static float sigmoid(float x) {
    return (float) (1 / (1 + exp12(-(double) x)));
  }

  static float erfc(float x) {
    return (float) erfc((double) x);
  }

  static float atan(float x) {
    return (float) StrictMath.atan(x);
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
  static double erfc(double x) {
    double a = Math.abs(x);
    if (a <= 1) {
      return 1 - x * horner(ERF, x * x);
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
        x <= 2.5 ? horner(ERFC_1, t - 0.5556) : x <= 6.5 ? horner(ERFC_2, t - 0.3399) : horner(ERFC_3, t - 0.1510);
    double square = x * x;
    double error = Math.fma(x, x, -square);
    return StrictMath.exp(-square) * (1 - error) * t * q;
  }
}
