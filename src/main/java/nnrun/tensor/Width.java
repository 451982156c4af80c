package nnrun.tensor;

import java.util.List;

/// The code for tiles of one width.
final class Width {
  final int columns;

  /// Columns are a power of two, and a division takes as long as a small product.
  private final int shift;

  private final Warmed<Kernel> along;
  private final Warmed<Kernel> down;
  private final Warmed<Kernel> pairs;
  private final Warmed<Packer> ofRows;
  private final Warmed<Packer> ofColumns;

  /// @param vectors whether there is vector code
  Width(Precision precision, int columns, boolean vectors) {
    this.columns = columns;
    shift = Integer.numberOfTrailingZeros(columns);
    along = kernel(precision, Kernel.Way.ALONG, vectors);
    down = kernel(precision, Kernel.Way.DOWN, vectors);
    pairs = kernel(precision, Kernel.Way.PAIRS, vectors);
    ofRows = packer(precision, false, vectors);
    ofColumns = packer(precision, true, vectors);
  }

  private Warmed<Kernel> kernel(Precision precision, Kernel.Way way, boolean vectors) {
    return new Warmed<>(new ScalarKernel(), vectors ? it -> new WarmUp.OfKernel(precision, way, columns, it) : null);
  }

  private Warmed<Packer> packer(Precision precision, boolean transposed, boolean vectors) {
    Packer scalar = transposed ? new ScalarPacker.Columns() : new ScalarPacker.Rows();
    return new Warmed<>(scalar, vectors ? it -> new WarmUp.OfPacker(precision, transposed, columns, it) : null);
  }

  /// Whole tiles in so many columns.
  int tiles(int left) {
    return left >> shift;
  }

  /// The kernel that goes through a as the tile wants it.
  Kernel kernel(Tile t) {
    return (t.aDepthStep == 1 ? along : (t.depth & 1) == 0 ? pairs : down).current();
  }

  /// @param transposed whether rows of b become columns of a tile
  Packer packer(boolean transposed) {
    return (transposed ? ofColumns : ofRows).current();
  }

  /// Begins to warm what almost every network needs.
  void warm() {
    List.of(along, pairs, ofRows, ofColumns).forEach(Warmed::current);
  }

  List<Warmed<?>> all() {
    return List.of(along, down, pairs, ofRows, ofColumns);
  }

  /// What tells for all how far it is.
  Warmed<Kernel> first() {
    return along;
  }
}
