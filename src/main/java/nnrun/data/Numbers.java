package nnrun.data;

import java.util.Locale;

/// How numbers are written in data: an optional sign, digits with at most one point among them, an optional exponent.
final class Numbers {
  /// Decimal digits that an unsigned long always holds.
  static final int DIGITS = 19;

  /// 10^0 to 10^22, all the powers of ten that are doubles.
  private static final double[] TENS = new double[23];

  static {
    TENS[0] = 1;
    for (int k = 1; k < TENS.length; k++) {
      TENS[k] = 10 * TENS[k - 1];
    }
  }

  private Numbers() {}

  /// The number, or NaN when the text is none or lies outside the range of a double.
  static double parse(String text) {
    int at = 0;
    int end = text.length();
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int whole = digits(text, at);
    int digits = whole - at;
    at = whole;
    if (at < end && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == at) {
        return Double.NaN;
      }
      at = exponent;
    }
    if (at < end) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /// The double nearest to digits · 10^exponent, bit for bit that of [Double#parseDouble]; NaN when it takes more than
  /// this short way to know it.
  ///
  /// Up to 2^53 both factors are doubles, and one product or quotient rounds once (Clinger 1990). Beyond, the digits
  /// are the sum of two doubles, and what the rounding of the first one's result left is added in a second step. That
  /// sum is known to about 2^-50 of its last place, so that it rounds as the exact number does unless it lies next to
  /// the middle of two doubles.
  ///
  /// @param digits at most [#DIGITS] of them; negative where they overflow
  static double exact(long digits, int exponent) {
    if (digits < 0 || digits > Long.MAX_VALUE - 512 || exponent <= -TENS.length || exponent >= TENS.length) {
      return Double.NaN;
    }
    double high = digits;
    double ten = TENS[Math.abs(exponent)];
    double near = exponent < 0 ? high / ten : high * ten;
    if (digits <= 1L << 53) {
      return near;
    }
    double low = digits - (long) high;
    double rest = exponent < 0 ? (Math.fma(-near, ten, high) + low) / ten : Math.fma(high, ten, -near) + low * ten;
    double sum = near + rest;
    double left = Math.abs(near - sum + rest);
    double half = Math.ulp(sum) / 2;
    boolean power = (Double.doubleToRawLongBits(sum) & ((1L << 52) - 1)) == 0; // its neighbours are not equally far
    return power || half - left < half * 0x1p-40 ? Double.NaN : sum;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /// What may be wrong with a text that is nearly a number, as the end of a sentence; empty when there is no telling.
  static String hint(String text) {
    if (text.indexOf(',') >= 0 && !Double.isNaN(parse(text.replace(',', '.')))) {
      return "; decimals are written with a point: " + text.replace(',', '.');
    }
    String bare = text.toLowerCase(Locale.ROOT).replaceFirst("^[-+]", "");
    if (bare.equals("nan") || bare.equals("inf") || bare.equals("infinity")) {
      return "; only finite numbers can be learned from";
    }
    if (bare.matches("[0-9.]+e[+]?[0-9]+")) {
      return "; the greatest is about 1.8e308";
    }
    return "";
  }

  /// A text that is a number as the shortest text of that number; any other text as it is.
  static String canonical(String text) {
    double number = parse(text) + 0.0;
    return Double.isNaN(number) ? text : shortest(number);
  }

  /// The shortest decimal that reads back to the same double, whole numbers without a point: `3`, `0.25`, `1.0E-4`.
  static String shortest(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }
}
