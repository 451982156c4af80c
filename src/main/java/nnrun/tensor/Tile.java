package nnrun.tensor;

/// What a [Kernel] is asked for: c(row, ·) = chain over k of a(row, k)·b(k, ·), begun at `start`, and then + `bias`.
/// The arrays are all `float[]` or all `double[]`. Each thread has one and fills it again and again.
final class Tile {
  /// Rows that exist, at most [Kernel#ROWS].
  int rows;

  int width;
  int depth;

  /// The first matrix where it lies: (row, k) is at aFrom + row · aRowStep + k · aDepthStep.
  Object a;

  int aFrom;
  int aRowStep;
  int aDepthStep;

  /// The second matrix packed: (depth, width), zeros where the matrix has ended.
  final Object b;

  /// Row r of the begun chains is at startFrom + r · startStep.
  Object start;

  int startFrom;
  int startStep;

  /// Row r of the sums is at cFrom + r · cStep.
  Object c;

  int cFrom;
  int cStep;

  /// (1, width)
  Object bias;

  Tile(Object b) {
    this.b = b;
    a = b;
    start = b;
    c = b;
    bias = b;
  }

  /// Where a row of `a` begins. The rows that do not exist repeat the last one.
  int aRow(int row) {
    return aFrom + Math.min(row, rows - 1) * aRowStep;
  }
}
