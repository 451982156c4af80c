package nnrun.tensor;

/// Vector code for tiles of one width, made by [TileCompiler]. Which of the two forms of sums is right, [Tile] says.
abstract class TileCode {
  /// The sums of a tile whose rows of `a` are read along: neighbours in k are neighbours in memory. The rows that do
  /// not exist repeat the last one, and write it again.
  abstract void along(Tile t);

  /// The sums of a tile whose rows of `a` are neighbours in memory. Six are read, even where they are others' numbers.
  abstract void down(Tile t);

  /// Brings sums that reach over the last column from the tile's edge to its c.
  abstract void trim(Tile t);

  /// Copies columns of b, of so many tiles: for each tile its part of the rows, one behind the other.
  abstract void pack(Object b, int at, int stride, Object packed, int to, int depth, int tiles);

  /// Copies the first `columns` columns of b, of `depth` numbers each, into a panel of a tile's width.
  abstract void transpose(Object b, int at, int stride, Object packed, int to, int depth, int columns);
}
