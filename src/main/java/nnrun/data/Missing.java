package nnrun.data;

import java.util.Arrays;
import java.util.Locale;
import nnrun.spec.Text;

/// What becomes of a missing cell. Unless it is an error or its row is dropped, a missing text is a category of its
/// own.
///
/// @param value of a constant
@Text(
    value = "mean, median, drop, error, or a number",
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
  double of(double[] values) {
    return switch (kind) {
      case MEAN -> {
        double sum = 0;
        for (double x : values) {
          sum += x;
        }
        yield sum / values.length;
      }
      case MEDIAN -> {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        yield sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
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
