package nnrun.data;

import java.util.Locale;

/// How numbers are written in data: an optional sign, digits with at most one point among them, an optional exponent.
final class Numbers {
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

  /// The shortest decimal that reads back to the same double, whole numbers without a point: `3`, `0.25`, `1.0E-4`.
  static String shortest(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }
}
