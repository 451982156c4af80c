package nnrun.tensor;

/// Brings the second matrix of a product into the order in which a [Kernel] reads it: tiles of one width behind each
/// other, each row by row.
abstract class Packer {
  /// Rows behind the last one of a panel that may be written.
  static final int BEHIND = 16;

  /// @param at where the first row of b is, with a `stride` to the next
  /// @param width columns of a tile
  /// @param depth rows of a tile
  /// @param count tiles, where rows of b are rows of a tile: they are read through all tiles at once, because the next
  ///   one may be on another page of memory. Where they are columns of a tile: how many there are, at most `width`
  abstract void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int count);
}
