package nnrun.train;

import nnrun.spec.Text;

/// Rows a mini-batch; `full` takes all training rows at once.
///
/// @param rows 0 for `full`
@Text(
    value = "full, or a whole number >= 1",
    schema = "{\"anyOf\": [{\"enum\": [\"full\"]}, {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 2147483647}]}")
public record BatchSize(int rows) {
  public static BatchSize parse(String text) {
    if (text.equals("full")) {
      return new BatchSize(0);
    }
    int rows;
    try {
      rows = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is neither full nor a whole number", e);
    }
    if (rows < 1) {
      throw new IllegalArgumentException("a batch has at least 1 row, this is " + rows);
    }
    return new BatchSize(rows);
  }

  /// Rows a batch of `trainingRows` rows.
  public int of(int trainingRows) {
    return rows == 0 ? trainingRows : Math.min(rows, trainingRows);
  }

  @Override
  public String toString() {
    return rows == 0 ? "full" : Integer.toString(rows);
  }
}
