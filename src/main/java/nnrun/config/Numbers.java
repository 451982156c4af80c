package nnrun.config;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How numbers are written in a config: as in JSON, and in no other way.
final class Numbers {
  private Numbers() {}

  /// `0`, `-12`
  static boolean isWhole(String text) {
    int end = digits(text, text.startsWith("-") ? 1 : 0);
    return end == text.length() && isDecimal(text);
  }

  /// `0`, `-12`, `0.5`, `1e-3`, `2.5E+10`
  static boolean isDecimal(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int at = digits(text, start);
    if (at == start || (text.charAt(start) == '0' && at > start + 1)) {
      return false;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      at = digits(text, exponent);
      if (at == exponent) {
        return false;
      }
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  static boolean isNotFinite(String text) {
    String bare = text.toLowerCase(Locale.ROOT);
    bare = bare.startsWith("-") || bare.startsWith("+") ? bare.substring(1) : bare;
    bare = bare.startsWith(".") ? bare.substring(1) : bare;
    return bare.equals("nan") || bare.equals("inf") || bare.equals("infinity");
  }

  /// Other readers of YAML would take this for a number, so as text it needs quotes.
  static boolean looksLikeNumber(String text) {
    boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
    return isDecimal(text) || isNotFinite(text) || (digit && plausible(text) && respelled(text.replace("_", "")) != null);
  }

  /// What was probably meant by something that is nearly a number: `0,001`, `1_000`, `+5`, `.5`, `1.`, `007`, `0x1f`,
  /// `1d`, `20%`. Null when nothing can be guessed.
  static @Nullable String probably(String text) {
    if (!plausible(text)) {
      return null;
    }
    String tidy = text.replace("_", "");
    if (tidy.endsWith("%") && isDecimal(tidy.substring(0, tidy.length() - 1))) {
      return new BigDecimal(tidy.substring(0, tidy.length() - 1)).movePointLeft(2).stripTrailingZeros().toPlainString();
    }
    if (tidy.indexOf(',') >= 0 && tidy.indexOf(',') == tidy.lastIndexOf(',') && tidy.indexOf('.') < 0) {
      tidy = tidy.replace(',', '.');
    }
    String respelled = respelled(tidy);
    boolean suffix = respelled == null && "dDfFlL".indexOf(tidy.charAt(tidy.length() - 1)) >= 0;
    return suffix ? respelled(tidy.substring(0, tidy.length() - 1)) : respelled;
  }

  private static boolean plausible(String text) {
    return !text.isEmpty() && text.length() <= 40 && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
  }

  private static @Nullable String respelled(String text) {
    boolean minus = text.startsWith("-");
    String digits = minus || text.startsWith("+") ? text.substring(1) : text;
    if (digits.startsWith("0x") || digits.startsWith("0X") || digits.startsWith("0o") || digits.startsWith("0b")) {
      int radix = digits.charAt(1) == 'o' ? 8 : digits.charAt(1) == 'b' ? 2 : 16;
      try {
        digits = Long.toString(Long.parseUnsignedLong(digits, 2, digits.length(), radix));
      } catch (NumberFormatException _) {
        return null;
      }
    }
    int zeros = 0;
    while (zeros + 1 < digits.length() && digits.charAt(zeros) == '0' && Character.isDigit(digits.charAt(zeros + 1))) {
      zeros++;
    }
    digits = digits.substring(zeros);
    if (digits.startsWith(".")) {
      digits = "0" + digits;
    }
    if (digits.endsWith(".")) {
      digits = digits.substring(0, digits.length() - 1);
    }
    String respelled = minus ? "-" + digits : digits;
    return isDecimal(respelled) ? respelled : null;
  }

  /// The shortest decimal that reads back to the same double: `0.001`, `1e-4`, `128.0`.
  static String shortest(double x) {
    return Double.toString(x).replace(".0E", "e").replace('E', 'e');
  }
}
