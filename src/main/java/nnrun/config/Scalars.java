package nnrun.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import nnrun.spec.Interval;
import nnrun.spec.Misplaced;
import nnrun.spec.Names;
import nnrun.spec.Nearest;
import nnrun.spec.Shape;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// Reads one word or number by the rules of the type that is wanted there. Nothing is rounded, cut, or guessed.
final class Scalars {
  private final Problems problems;
  private final String path;
  private final @Nullable Interval range;

  Scalars(Problems problems, String path, @Nullable Interval range) {
    this.problems = problems;
    this.path = path;
    this.range = range;
  }

  /// A text that may be given word by word in a map.
  Object read(Class<?> type, Phrase phrase) {
    return parsed(type, phrase);
  }

  Object read(Class<?> type, Node.Scalar scalar) {
    if (type == int.class) {
      Object value = whole(scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
      return value instanceof Long number ? (Object) Math.toIntExact(number) : value;
    } else if (type == long.class) {
      return whole(scalar, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return decimal(scalar);
    } else if (type == boolean.class) {
      return truth(scalar);
    } else if (type == String.class) {
      return text(scalar);
    }
    return type.isEnum() ? constant(type, scalar) : parsed(type, Phrase.of(scalar));
  }

  private Object whole(Node.Scalar scalar, long least, long most) {
    String text = scalar.text();
    if (scalar.quoted() || !Numbers.isWhole(text)) {
      return noNumber(scalar, long.class);
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return inRange(scalar, (double) value, value);
      }
    } catch (NumberFormatException _) {
      // 64 bits do not hold it
    }
    String bound = text.startsWith("-") ? "the smallest is " + least : "the largest is " + most;
    return fail(scalar, Source.quoted(text) + " does not fit a whole number here; " + bound);
  }

  private Object decimal(Node.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted() || !Numbers.isDecimal(text)) {
      return noNumber(scalar, double.class);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return fail(scalar, Source.quoted(text) + " is too large; 64 bits hold numbers up to 1.8e308");
    }
    if (value == 0 && hasNonZeroDigit(text)) {
      return fail(
          scalar, Source.quoted(text) + " is too small and would become 0; 64 bits hold numbers down to 4.9e-324");
    }
    return inRange(scalar, value, value);
  }

  private static boolean hasNonZeroDigit(String decimal) {
    for (int i = 0; i < decimal.length() && decimal.charAt(i) != 'e' && decimal.charAt(i) != 'E'; i++) {
      if (decimal.charAt(i) >= '1' && decimal.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private Object inRange(Node.Scalar scalar, double x, Object value) {
    if (range == null || range.contains(x)) {
      return value;
    }
    String name = path.substring(path.lastIndexOf('.') + 1);
    return fail(scalar, scalar.text() + " is out of range; wanted " + range.about(name));
  }

  private Object noNumber(Node.Scalar scalar, Class<?> type) {
    String text = scalar.text();
    String wanted = Binder.wanted(new Shape.Scalar(type), scalar);
    if (Numbers.isNotFinite(text)) {
      return fail(scalar, wanted + ", and a finite one");
    }
    String number = Numbers.isDecimal(text) ? text : Numbers.probably(text);
    if (number != null && type == long.class && !Numbers.isWhole(number)) {
      double value = Double.parseDouble(number);
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      number = whole ? Long.toString((long) value) : null;
    }
    String octal =
        text.length() > 1 && text.startsWith("0") && Numbers.isWhole(text.substring(1))
            ? " (a leading zero means octal to some readers)"
            : "";
    String quotes = scalar.quoted() && number != null ? " without quotes" : "";
    return fail(scalar, number == null ? wanted : wanted + octal + "; write " + number + quotes);
  }

  private Object truth(Node.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.quoted() && (text.equals("true") || text.equals("false"))) {
      return text.equals("true");
    }
    String meant =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "yes", "on", "y", "1" -> "true";
          case "false", "no", "off", "n", "0" -> "false";
          default -> null;
        };
    String wanted = Binder.wanted(new Shape.Scalar(boolean.class), scalar);
    String quotes = scalar.quoted() ? " without quotes" : "";
    return fail(scalar, meant == null ? wanted : wanted + "; write " + meant + quotes);
  }

  private Object text(Node.Scalar scalar) {
    String text = scalar.text();
    if (!scalar.quoted() && (Numbers.looksLikeNumber(text) || isTruth(text))) {
      String shown = Source.quoted(text);
      String kind = isTruth(text) ? "a truth value" : "a number";
      return fail(scalar, "got " + kind + ", " + shown + "; wanted text, so write \"" + shown + "\"");
    }
    return text;
  }

  static boolean isTruth(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  private Object constant(Class<?> type, Node.Scalar scalar) {
    for (Object constant : type.getEnumConstants()) {
      if (Names.of((Enum<?>) constant).equals(scalar.text())) {
        return constant;
      }
    }
    List<String> names = Names.ofEnum(type);
    String wanted = Binder.wanted(new Shape.Scalar(type), scalar);
    problems.add(scalar.mark(), path, wanted, Nearest.of(scalar.text(), names));
    return Binder.Failed.REPORTED;
  }

  private Object parsed(Class<?> type, Phrase phrase) {
    Node.Scalar scalar = phrase.whole();
    Text rules = type.getAnnotation(Text.class);
    if (scalar.quoted() && rules != null && rules.numbers() && Numbers.isDecimal(scalar.text())) {
      return fail(
          scalar, Binder.wanted(new Shape.Scalar(type), scalar) + "; write " + scalar.text() + " without quotes");
    }
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      parse.setAccessible(true);
      return parse.invoke(null, scalar.text());
    } catch (InvocationTargetException e) {
      return switch (e.getCause()) {
        case Misplaced inside -> {
          problems.add(phrase.at(inside.at()), path, String.valueOf(inside.getMessage()), inside.suggestion());
          yield Binder.Failed.REPORTED;
        }
        case NumberFormatException _ -> fail(scalar, Binder.wanted(new Shape.Scalar(type), scalar));
        case IllegalArgumentException bad when bad.getMessage() != null -> fail(scalar, bad.getMessage());
        case IllegalArgumentException _ -> fail(scalar, Binder.wanted(new Shape.Scalar(type), scalar));
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " has @" + Text.class.getSimpleName() + " and no parse", e);
    }
  }

  private Object fail(Node.Scalar scalar, String message) {
    problems.add(scalar.mark(), path, message);
    return Binder.Failed.REPORTED;
  }
}
