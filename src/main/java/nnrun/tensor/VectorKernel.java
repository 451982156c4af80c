package nnrun.tensor;

import java.util.Locale;

/// Tiles of 6 rows by 2 or 1 vectors.
final class VectorKernel implements Kernel {
  private final Precision precision;
  private final int lanes;
  private final TileCode narrow;
  private final TileCode wide;

  VectorKernel(Precision precision) {
    this.precision = precision;
    lanes = VectorCode.lanes(precision);
    narrow = TileCompiler.compile(precision, 1);
    wide = TileCompiler.compile(precision, 2);
  }

  private TileCode code(int width) {
    return width == lanes ? narrow : wide;
  }

  @Override
  public int width(int left) {
    return left > lanes ? 2 * lanes : lanes;
  }

  @Override
  public void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int tiles) {
    code(width).pack(b, at, stride, packed, to, depth, tiles);
  }

  @Override
  public void transpose(Object b, int at, int stride, Object packed, int to, int width, int depth, int columns) {
    code(width).transpose(b, at, stride, packed, to, depth, columns);
  }

  @Override
  public void compute(Tile t) {
    TileCode code = code(t.width);
    if (t.aDepthStep == 1) {
      code.along(t);
    } else {
      code.down(t);
    }
    if (!t.whole()) {
      code.trim(t);
    }
  }

  @Override
  public String toString() {
    return lanes + " lanes of " + precision.toString().toLowerCase(Locale.ROOT);
  }
}
