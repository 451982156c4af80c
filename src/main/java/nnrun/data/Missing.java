package nnrun.data;

import java.util.Locale;
import nnrun.spec.Text;

/// What becomes of a missing cell. Unless it is an error or its row is dropped, a missing text is a category of its
/// own.
///
/// @param value of a constant
@Text(
    value = "mean, median, drop, error, or a number",
    numbers = true,
    schema = "{\"anyOf\": [{\"enum\": [\"mean\", \"median\", \"drop\", \"error\"]}, {\"type\": \"number\"}]}")
public record Missing(Kind kind, double value) {
  enum Kind {
    MEAN,
    MEDIAN,
    DROP,
    ERROR,
    CONSTANT
  }

  public static Missing parse(String text) {
    return switch (text) {
      case "mean" -> new Missing(Kind.MEAN, 0);
      case "median" -> new Missing(Kind.MEDIAN, 0);
      case "drop" -> new Missing(Kind.DROP, 0);
      case "error" -> new Missing(Kind.ERROR, 0);
      default -> {
        double value = Numbers.parse(text);
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException("'" + text + "' is not one of mean, median, drop, error, or a number");
        }
        yield new Missing(Kind.CONSTANT, value);
      }
    };
  }

  /// Whether a number takes the place of a missing one.
  boolean fills() {
    return kind != Kind.ERROR && kind != Kind.DROP;
  }

  /// What takes the place of a missing number in a feature that has these numbers in its training rows.
  double of(Sample values) {
    return switch (kind) {
      case MEAN -> {
        double sum = 0;
        for (int i = 0; i < values.size(); i++) {
          sum += values.at(i);
        }
        yield sum / values.size();
      }
      case MEDIAN -> {
        int half = values.size() / 2;
        double upper = values.smallest(half);
        double lower = values.size() % 2 == 1 ? upper : values.smallest(half - 1);
        yield lower + (upper - lower) / 2;
      }
      case CONSTANT -> value;
      case DROP, ERROR -> throw new IllegalStateException("no number takes the place of a missing one: " + this);
    };
  }

  @Override
  public String toString() {
    return kind == Kind.CONSTANT ? Numbers.shortest(value) : kind.name().toLowerCase(Locale.ROOT);
  }
}
