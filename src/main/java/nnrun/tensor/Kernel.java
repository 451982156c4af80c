package nnrun.tensor;

/// The inner part of a product. Every element is one chain of fused multiply-adds with k ascending, so all kernels give
/// the same bits and one may take over from another at any time.
interface Kernel {
  /// Rows of a tile.
  int ROWS = 6;

  /// The most columns of a tile. Matrices have so much room behind their last number, because a tile that reaches over
  /// their last column reads on.
  int WIDEST = 32;

  /// Rows behind the last one of a panel that may be written.
  int BEHIND = 16;

  /// Columns of the next tile where so many are left; it may reach beyond them.
  int width(int left);

  /// Copies columns of b, of so many tiles and maybe more than there are: for each tile its part of the rows, one
  /// behind the other. Rows are read through all tiles at once, because the next one may be on another page of memory.
  ///
  /// @param at where the first row is, with a `stride` to the next
  /// @param depth rows
  void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int tiles);

  /// Copies rows of a matrix into a panel's columns.
  ///
  /// @param at where the first is, with a `stride` to the next
  /// @param depth numbers of each
  void transpose(Object b, int at, int stride, Object packed, int to, int width, int depth, int columns);

  void compute(Tile tile);
}
