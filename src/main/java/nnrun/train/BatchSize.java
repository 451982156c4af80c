package nnrun.train;

import nnrun.spec.Text;

/// Rows a mini-batch; `full` takes all training rows at once, `auto` what suits the optimizer.
///
/// @param rows 0 for `full`, -1 for `auto`
@Text(
    value = "auto, full, or a whole number >= 1",
    numbers = true,
    schema =
        "{\"anyOf\": [{\"enum\": [\"auto\", \"full\"]}, {\"type\": \"integer\", \"minimum\": 1, \"maximum\":"
            + " 2147483647}]}")
public record BatchSize(int rows) {
  public static final BatchSize FULL = new BatchSize(0);
  public static final BatchSize USUAL = new BatchSize(32);
  public static final BatchSize ONE = new BatchSize(1);
  private static final BatchSize AUTO = new BatchSize(-1);

  public static BatchSize parse(String text) {
    if (text.equals("full")) {
      return FULL;
    }
    if (text.equals("auto")) {
      return AUTO;
    }
    int rows;
    try {
      rows = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is neither auto, full nor a whole number", e);
    }
    if (rows < 1) {
      throw new IllegalArgumentException("a batch has at least 1 row, this is " + rows);
    }
    return new BatchSize(rows);
  }

  /// This size with `auto` decided.
  ///
  /// @param auto what it is here
  public BatchSize resolved(BatchSize auto) {
    return rows >= 0 ? this : auto;
  }

  /// Rows a batch of `trainingRows` rows.
  public int of(int trainingRows) {
    int size = resolved(USUAL).rows;
    return size == 0 ? trainingRows : Math.min(size, trainingRows);
  }

  @Override
  public String toString() {
    return rows == 0 ? "full" : rows < 0 ? "auto" : Integer.toString(rows);
  }
}
