package nnrun.tensor;

/// Small tiles of every kind, for the compiler to learn a kernel from.
final class WarmUp {
  private static final int CALLS = 20;

  private final Kernel kernel;
  private final Tile tile;

  WarmUp(Kernel kernel, Precision precision) {
    this.kernel = kernel;
    int size = 2 * Kernel.ROWS * Kernel.WIDEST;
    tile = new Tile(Products.array(precision, size));
    tile.a = Products.array(precision, size);
    tile.start = Products.array(precision, size);
    tile.c = Products.array(precision, size);
    tile.bias = Products.array(precision, size);
    tile.startStep = Kernel.WIDEST;
    tile.cStep = Kernel.WIDEST;
  }

  /// A few tiles of both widths, whole and short, along rows and down columns.
  void round() {
    for (int call = 0; call < CALLS; call++) {
      tile.rows = 1 + call % Kernel.ROWS;
      tile.depth = 1 + call % 4;
      tile.aRowStep = call % 2 == 0 ? 4 : 1;
      tile.aDepthStep = call % 2 == 0 ? 1 : Kernel.ROWS;
      tile.width = kernel.width(1);
      kernel.compute(tile);
      tile.width = kernel.width(Kernel.WIDEST);
      kernel.compute(tile);
    }
  }
}
