package nnrun.tensor;

/// Small tiles of every kind, for the compiler to learn a kernel from.
final class WarmUp {
  private static final int CALLS = 20;

  /// A depth of real products: code that has only seen short tiles is compiled anew when it meets a deep one.
  private static final int DEEP = 64;

  private final Kernel kernel;
  private final Tile tile;

  WarmUp(Kernel kernel, Precision precision) {
    this.kernel = kernel;
    int size = DEEP * Kernel.WIDEST;
    tile = new Tile(Products.array(precision, Kernel.ROWS * Kernel.WIDEST));
    tile.a = Products.array(precision, size);
    tile.b = Products.array(precision, size);
    tile.c = Products.array(precision, size);
    tile.bias = Products.array(precision, 0);
    tile.cStep = Kernel.WIDEST;
  }

  /// A few tiles of both widths, whole and short, along rows and down columns.
  void round() {
    for (int call = 0; call < CALLS; call++) {
      tile.depth = call % 5 == 4 ? DEEP : 1 + call % 4;
      tile.aRowStep = call % 2 == 0 ? DEEP : 1;
      tile.aDepthStep = call % 2 == 0 ? 1 : Kernel.ROWS;
      tile.fresh = call % 3 > 0;
      compute(kernel.width(1), call);
      compute(kernel.width(Kernel.WIDEST), call);
    }
  }

  private void compute(int width, int call) {
    tile.rows = 1 + call % Kernel.ROWS;
    tile.width = width;
    kernel.pack(tile.a, 0, width, tile.b, 0, width, tile.depth);
    tile.columns = Math.max(1, width - call % 3);
    kernel.compute(tile);
  }
}
