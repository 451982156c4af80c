package nnrun.expect;

import java.math.BigDecimal;
import java.math.MathContext;

/// Whether one expectation was met.
///
/// @param expectation as the config says it
/// @param came what the run shows instead or as well, in words
public record Verdict(String expectation, boolean met, String came) {
  /// As few digits of a number, four at least, as show on which side of a bound it lies.
  static String shown(double value, double bound) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    for (int digits = 4; digits < 17; digits++) {
      double rounded = new BigDecimal(value).round(new MathContext(digits)).doubleValue();
      if (Double.compare(rounded, bound) == Double.compare(value, bound)) {
        return text(rounded);
      }
    }
    return text(value);
  }

  /// The shortest decimal of a number, without a needless `.0`.
  static String text(double value) {
    String text = Double.toString(value).replace('E', 'e');
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text.replace(".0e", "e");
  }
}
