package nnrun.run;

import java.math.BigDecimal;
import java.math.MathContext;
import nnrun.config.Json;

/// Numbers and texts as a starter config writes them.
final class YamlWords {
  private YamlWords() {}

  /// Three digits.
  static String threeDigits(double x) {
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(3));
    String plain = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    return plain.length() > 12 ? Json.write(rounded.doubleValue()) : plain;
  }

  /// Plain where that is certainly text, else as JSON writes it, which YAML reads too.
  static String text(String text) {
    boolean plain =
        text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !text.matches("(?i)true|false|null|yes|no|on|off|y|n|nan|inf");
    return plain ? text : Json.write(text);
  }
}
