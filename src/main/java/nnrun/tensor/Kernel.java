package nnrun.tensor;

/// The inner part of a product, for tiles of one width and one way through the first matrix. Every element is one chain
/// of fused multiply-adds with k ascending, so all kernels give the same bits and one may take over from another at any
/// time.
///
/// An abstract class, because a call through an interface takes longer to find its method.
abstract class Kernel {
  /// Rows of a tile.
  static final int ROWS = 6;

  /// The most columns of a tile. Matrices have so much room behind their last number, because a tile that reaches over
  /// their last column reads on.
  static final int WIDEST = 32;

  /// How it goes through the first matrix.
  enum Way {
    /// Along rows: [Tile#aDepthStep] is 1.
    ALONG,
    /// Down columns: [Tile#aRowStep] is 1. Six rows are always written.
    DOWN,
    /// Down columns, two steps at a time: the depth is even.
    PAIRS
  }

  abstract void compute(Tile tile);
}
