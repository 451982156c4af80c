package nnrun.tensor;

/// The inner part of a product. Every element is one chain of fused multiply-adds with k ascending, so all kernels give
/// the same bits and one may take over from another at any time.
interface Kernel {
  /// Rows of a tile.
  int ROWS = 6;

  /// The most columns of a tile.
  int WIDEST = 32;

  /// Columns of the next tile where so many are left; it may reach beyond them.
  int width(int left);

  /// Computes a tile. Of a tile with fewer rows, the missing ones may be written too, with anything.
  void compute(Tile tile);
}
