package nnrun.data;

import nnrun.spec.Text;

/// A part of the rows: a fraction below 1, or a number of rows.
@Text(
    value = "a fraction in [0,1), or a whole number of rows",
    numbers = true,
    schema =
        "{\"anyOf\": [{\"type\": \"number\", \"minimum\": 0, \"exclusiveMaximum\": 1},"
            + " {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 2147483647}]}")
public record Share(double value) {
  public Share {
    boolean fraction = value >= 0 && value < 1;
    boolean count = value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value);
    if (!fraction && !count) {
      throw new IllegalArgumentException(
          Numbers.shortest(value) + " is neither a fraction in [0,1) nor a whole number of rows");
    }
  }

  public static Share parse(String text) {
    double value = Numbers.parse(text);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("'" + text + "' is neither a fraction in [0,1) nor a whole number of rows");
    }
    return new Share(value);
  }

  public boolean isNone() {
    return value == 0;
  }

  /// How many of `rows` rows: a fraction is rounded to the nearest number of rows, a half up.
  public int of(int rows) {
    return value < 1 ? (int) Math.floor(value * rows + 0.5) : (int) value;
  }

  @Override
  public String toString() {
    return Numbers.shortest(value);
  }
}
