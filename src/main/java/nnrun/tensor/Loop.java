package nnrun.tensor;

/// A compiled loop over a block of elements. One generated subclass per structure of expressions, so that the compiler
/// of the virtual machine sees straight-line code in the loop's body and nothing to call.
abstract class Loop {
  /// What a loop does with the value at (row, column).
  enum Kind {
    /// target(row, column) = value
    SET,
    /// target(base + column) = chain of sums over the rows of the block, from 0
    SUM_ROWS,
    /// target(row) = chain of sums over the columns, from 0
    SUM_FEATURES,
    /// target(row) = greatest of the columns
    MAX_FEATURES
  }

  /// @param arrays the matrices behind the leaves, then the targets, as `float[]` or `double[]`
  /// @param numbers the values of [Expr.Number], in order
  /// @param keys the values of [Expr.Uniform], in order
  /// @param columns the width of the matrices
  /// @param base where `SUM_ROWS` writes column 0
  abstract void run(
      Object[] arrays,
      double[] numbers,
      long[] keys,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo,
      int columns,
      int base);
}
