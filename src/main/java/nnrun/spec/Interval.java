package nnrun.spec;

/// An interval of numbers as mathematics writes it: `[0,1)` holds 0 and does not hold 1. No interval holds NaN.
///
/// @param low least number, `-Infinity` for none
/// @param lowClosed whether `low` itself belongs to it
/// @param high greatest number, `Infinity` for none
/// @param highClosed whether `high` itself belongs to it
public record Interval(double low, boolean lowClosed, double high, boolean highClosed) {

  /// Reads what [Range] holds.
  ///
  /// @param text `[0,1)`, `(0,inf)`, `[1,65536]`
  public static Interval parse(String text) {
    int comma = text.indexOf(',');
    char open = text.isEmpty() ? ' ' : text.charAt(0);
    char close = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    if (comma < 2 || (open != '[' && open != '(') || (close != ']' && close != ')')) {
      throw new IllegalArgumentException("not an interval: " + text);
    }
    return new Interval(
        bound(text.substring(1, comma)),
        open == '[',
        bound(text.substring(comma + 1, text.length() - 1)),
        close == ']');
  }

  private static double bound(String text) {
    return switch (text.strip()) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case String number -> Double.parseDouble(number);
    };
  }

  public boolean contains(double x) {
    return (lowClosed ? x >= low : x > low) && (highClosed ? x <= high : x < high);
  }

  /// The same as a sentence knows it: `0 <= rate < 1`, `units >= 1`.
  public String about(String name) {
    if (Double.isInfinite(low)) {
      return name + (highClosed ? " <= " : " < ") + number(high);
    }
    if (Double.isInfinite(high)) {
      return name + (lowClosed ? " >= " : " > ") + number(low);
    }
    return number(low) + (lowClosed ? " <= " : " < ") + name + (highClosed ? " <= " : " < ") + number(high);
  }

  @Override
  public String toString() {
    return (lowClosed ? "[" : "(") + number(low) + "," + number(high) + (highClosed ? "]" : ")");
  }

  private static String number(double x) {
    if (Double.isInfinite(x)) {
      return x > 0 ? "inf" : "-inf";
    }
    return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }
}
