package nnrun.tensor;

/// What a [Kernel] is asked for: c(row, ·) = chain over k of a(row, k)·b(k, ·), and then + `bias`. The arrays are all
/// `float[]` or all `double[]`, of matrices or padded like theirs. Each thread has one and fills it again and again.
final class Tile {
  /// Rows that exist, 1 to [Kernel#ROWS].
  int rows;

  /// Whole vectors; b and bias can be read so far.
  int width;

  /// Columns that exist, at most `width`; no others are written, unless `over`.
  int columns;

  /// Whether a row of sums may be written over its end: the next row is written after it, and there is room behind the
  /// last.
  boolean over;

  int depth;

  /// The first matrix: (row, k) is at aFrom + row · aRowStep + k · aDepthStep.
  Object a;

  int aFrom;
  int aRowStep;
  int aDepthStep;

  /// The second matrix packed: row k is at bFrom + k · width.
  Object b;

  int bFrom;

  /// Row r of the sums is at cFrom + r · cStep.
  Object c;

  int cFrom;
  int cStep;

  /// Whether the chains begin at 0, or else with what is in c.
  boolean fresh;

  Object bias;
  int biasFrom;

  /// Room for a whole tile.
  final Object edge;

  /// A row of zeros.
  final Object zeros;

  Tile(Object edge, Object zeros) {
    this.edge = edge;
    this.zeros = zeros;
    a = edge;
    b = edge;
    c = edge;
    bias = edge;
    start = edge;
    target = edge;
  }

  // What follows from that, for kernels of vectors.

  /// Whether rows of sums are written as whole vectors. Of those read down columns of `a`, six are written.
  boolean whole;

  /// The last row that exists; those behind it repeat it.
  int last;

  /// What the chains begin with: row r is at startFrom + r · startStep.
  Object start;

  int startFrom;
  int startStep;

  /// Where whole vectors of sums may be written.
  Object target;

  int targetFrom;
  int targetStep;

  void follow() {
    whole = (over || columns == width) && (aDepthStep == 1 || rows == Kernel.ROWS);
    last = rows - 1;
    start = fresh ? zeros : c;
    startFrom = fresh ? 0 : cFrom;
    startStep = fresh ? 0 : cStep;
    target = whole ? c : edge;
    targetFrom = whole ? cFrom : 0;
    targetStep = whole ? cStep : width;
  }

  /// Brings sums that reach over the last column, or the last row, from the edge to c. Masked stores at the end of the
  /// sums instead would be more than the compiler inlines there; and what uses masks is compiled anew when a second
  /// precision's are loaded. Kernels call this with their own kind of array, for the same reason.
  void trim(float[] edge, float[] c) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(edge, row * width, c, cFrom + row * cStep, columns);
    }
  }

  void trim(double[] edge, double[] c) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(edge, row * width, c, cFrom + row * cStep, columns);
    }
  }

  /// Where a row of `a` begins. The rows that do not exist repeat the last one.
  int aRow(int row) {
    return aFrom + Math.min(row, rows - 1) * aRowStep;
  }

  /// Where a row of `c` begins. The rows that do not exist repeat the last one, and write the same sums again.
  int cRow(int row) {
    return cFrom + Math.min(row, rows - 1) * cStep;
  }
}
