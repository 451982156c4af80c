package nnrun.data;

import nnrun.spec.Text;

/// What becomes of a missing cell. Unless it is an error or its row is dropped, a missing text is a category of its own.
///
/// @param value of a constant
@Text("mean, median, drop, error, or a number")
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

  @Override
  public String toString() {
    return kind == Kind.CONSTANT ? Numbers.shortest(value) : kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
