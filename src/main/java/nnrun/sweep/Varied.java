package nnrun.sweep;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.config.ConfigException;
import nnrun.config.Place;
import nnrun.config.Problem;
import nnrun.config.Setting;
import nnrun.config.Value;

/// What a parameter takes, from the command line: `optimizer.lr=0.1,0.01`, `model.0.units=32..256*2`,
/// `model.1.rate=0..0.5+0.1`, `optimizer=sgd,{type: adam, beta2: 0.99}`.
record Varied(String path, Place place, List<Value> values) {
  private static final String FLAG = "-p";
  private static final Pattern RANGE = Pattern.compile("(-?[^.*+]+(?:\\.\\d+)?)\\.\\.([^*+]+?)(?:([*+])(.+))?");
  private static final int MOST = 10_000;

  /// @param text `path=values`
  static Varied parse(String text) throws ConfigException {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          FLAG + " " + text + ": wanted path=values, such as " + FLAG + " optimizer.lr=0.1,0.01");
    }
    String path = text.substring(0, equals);
    List<Value> values = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Place place = Setting.option(FLAG, path, "0").place();
    for (String piece : pieces(text.substring(equals + 1))) {
      for (String each : expanded(text, piece)) {
        try {
          Setting setting = Setting.option(FLAG, path, each);
          values.add(setting.value());
          place = setting.place();
        } catch (ConfigException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Varied(path, place, values);
  }

  /// Cut at commas outside of brackets and quotes.
  private static List<String> pieces(String values) {
    List<String> pieces = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if ("[{".indexOf(c) >= 0) {
        depth++;
      } else if ("]}".indexOf(c) >= 0) {
        depth--;
      } else if (c == ',' && depth == 0) {
        pieces.add(values.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(values.substring(start));
    return pieces;
  }

  /// `32..256*2` is 32, 64, 128, 256; whole numbers without more go in steps of one. In decimals, so that the ends are
  /// met.
  private static List<String> expanded(String option, String piece) {
    Matcher range = RANGE.matcher(piece.strip());
    if (!range.matches()) {
      return List.of(piece.strip());
    }
    BigDecimal from;
    BigDecimal to;
    BigDecimal by;
    boolean times = "*".equals(range.group(3));
    try {
      from = new BigDecimal(range.group(1));
      to = new BigDecimal(range.group(2));
      by = range.group(4) == null ? BigDecimal.ONE : new BigDecimal(range.group(4));
    } catch (NumberFormatException _) {
      return List.of(piece.strip());
    }
    if (range.group(4) == null && !(isWhole(from) && isWhole(to))) {
      throw new IllegalArgumentException(
          FLAG
              + " "
              + option
              + ": in which steps? write "
              + piece.strip()
              + "*10, "
              + piece.strip()
              + "+0.1 or the like");
    }
    boolean grows = times ? from.signum() > 0 && by.compareTo(BigDecimal.ONE) > 0 : by.signum() > 0;
    if (!grows || from.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          FLAG + " " + option + ": " + piece + " never comes to its end; write 32..256*2 or 0..0.5+0.1");
    }
    List<String> texts = new ArrayList<>();
    for (BigDecimal x = from; x.compareTo(to) <= 0 && texts.size() <= MOST; x = times ? x.multiply(by) : x.add(by)) {
      texts.add(text(x));
    }
    if (texts.size() > MOST) {
      throw new IllegalArgumentException(FLAG + " " + option + ": more than " + MOST + " values");
    }
    return texts;
  }

  private static boolean isWhole(BigDecimal x) {
    return x.stripTrailingZeros().scale() <= 0;
  }

  private static String text(BigDecimal x) {
    BigDecimal short_ = x.stripTrailingZeros();
    return short_.scale() <= 0
        ? short_.toPlainString()
        : Double.toString(short_.doubleValue()).replace(".0E", "e").replace('E', 'e');
  }
}
