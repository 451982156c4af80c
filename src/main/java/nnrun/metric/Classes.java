package nnrun.metric;

import nnrun.tensor.Matrix;

/// Reading a class off a row.
public final class Classes {
  private Classes() {}

  /// The column of the greatest number, the first of equals; for a single column 1 where it is at least ½, else 0.
  public static int of(Matrix rows, int row) {
    if (rows.columns() == 1) {
      return rows.get(row, 0) >= 0.5 ? 1 : 0;
    }
    int best = 0;
    for (int c = 1; c < rows.columns(); c++) {
      if (rows.get(row, c) > rows.get(row, best)) {
        best = c;
      }
    }
    return best;
  }
}
