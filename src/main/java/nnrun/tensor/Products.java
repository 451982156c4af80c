package nnrun.tensor;

import java.util.Arrays;

/// The three products, cut into tiles for a [Kernel]. Blocks of b, 256 deep and one tile wide, are packed so that a
/// tile reads them in order; a and y are used where they lie, and only tiles that reach over an edge of y go through a
/// buffer.
///
/// Work is cut over rows or over columns of y. A sum over rows keeps one sum a chain of 256 and adds them in the
/// pairwise tree: after each chain, sums of equally many chains are added, as a binary counter carries.
final class Products implements Op, Team.Work {
  private static final int BLOCK = Plain.CHAIN;

  /// Multiply-adds below which a product is not worth waking a thread for.
  private static final long ALONE = 1 << 18;

  /// Rows of a tile that take as long to multiply with a block as packing the block takes.
  private static final int PACKING = 12;

  private final ProductOp p;
  private final Team team;
  private final Kernels kernels;
  private final Object zeros;
  private final Object nothing;
  private final Scratch[] scratches;
  private Kernel kernel;
  private boolean byRows;

  static Op prepare(ProductOp p, Team team) {
    return new Products(p, team);
  }

  private Products(ProductOp p, Team team) {
    this.p = p;
    this.team = team;
    Precision precision = p.y().precision();
    kernels = Kernels.of(precision);
    kernels.warm();
    kernel = kernels.current();
    zeros = array(precision, Kernel.WIDEST);
    nothing = array(precision, Kernel.WIDEST);
    fill(nothing, 0, Kernel.WIDEST, -0.0); // x + -0.0 is x for every x, and x + 0.0 is not
    scratches = new Scratch[team.threads()];
    Arrays.setAll(scratches, _ -> new Scratch(precision));
  }

  static Object array(Precision precision, int size) {
    return precision == Precision.FLOAT32 ? new float[size] : new double[size];
  }

  /// What one thread needs for itself.
  private final class Scratch {
    final Tile tile;
    final Object edge;
    final Object bias;
    final Object sums;

    Scratch(Precision precision) {
      tile = new Tile(array(precision, BLOCK * Kernel.WIDEST));
      edge = array(precision, Kernel.ROWS * Kernel.WIDEST);
      bias = array(precision, Kernel.WIDEST);
      int chains = p.form() == ProductOp.Form.TRANS_A ? Plain.chains(p.a().capacityRows()) : 1;
      int sumsAtOnce = chains == 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(chains);
      sums = array(precision, Math.multiplyExact(sumsAtOnce, sumSize(p.rows(), Kernel.WIDEST)));
    }
  }

  private static int sumSize(int rows, int width) {
    return Math.multiplyExact(tiles(rows, Kernel.ROWS) * Kernel.ROWS, width);
  }

  private static int tiles(int length, int tile) {
    return (length + tile - 1) / tile;
  }

  @Override
  public void run() {
    kernel = kernels.current();
    if ((long) p.rows() * p.columns() * p.depth() < ALONE) {
      part(0, 1);
      return;
    }
    int parts = team.threads();
    int down = tiles(p.rows(), Kernel.ROWS);
    int across = tiles(p.columns(), kernel.width(Kernel.WIDEST));
    byRows =
        (long) (tiles(down, parts) * Kernel.ROWS + PACKING) * across
            <= (long) (down * Kernel.ROWS + PACKING) * tiles(across, parts);
    team.run(this);
  }

  @Override
  public void part(int part, int parts) {
    int rowParts = byRows ? parts : 1;
    int columnParts = byRows ? 1 : parts;
    Scratch scratch = scratches[part];
    int rowFrom = cut(p.rows(), Kernel.ROWS, byRows ? part : 0, rowParts);
    int rowTo = cut(p.rows(), Kernel.ROWS, byRows ? part + 1 : 1, rowParts);
    int widest = kernel.width(Kernel.WIDEST);
    int columnFrom = cut(p.columns(), widest, byRows ? 0 : part, columnParts);
    int columnTo = cut(p.columns(), widest, byRows ? 1 : part + 1, columnParts);
    for (int column = columnFrom; column < columnTo; column += scratch.tile.width) {
      scratch.tile.width = kernel.width(columnTo - column);
      columns(scratch, rowFrom, rowTo, column, Math.min(scratch.tile.width, columnTo - column));
    }
  }

  /// Where a part begins, in whole tiles.
  private static int cut(int length, int tile, int part, int parts) {
    return (int) Math.min(length, (long) tiles(length, tile) * part / parts * tile);
  }

  /// One tile's width of columns of y, of which `valid` exist.
  private void columns(Scratch scratch, int rowFrom, int rowTo, int column, int valid) {
    Tile t = scratch.tile;
    int depth = p.depth();
    int blocks = Math.max(1, tiles(depth, BLOCK));
    boolean tree = p.form() == ProductOp.Form.TRANS_A && blocks > 1;
    int sumSize = tree ? sumSize(rowTo - rowFrom, t.width) : 0;
    int sums = 0;
    for (int block = 0; block < blocks; block++) {
      t.depth = Math.min(BLOCK, depth - block * BLOCK);
      pack(t, block * BLOCK, column, valid);
      t.bias = block == blocks - 1 ? bias(scratch, column, valid) : nothing;
      for (int row = rowFrom; row < rowTo; row += Kernel.ROWS) {
        t.rows = Math.min(Kernel.ROWS, rowTo - row);
        locateA(t, row, block * BLOCK);
        if (tree) {
          toSums(scratch, sums * sumSize + (row - rowFrom) * t.width);
        } else {
          toY(scratch, row, column, valid, block == 0);
        }
      }
      sums++;
      for (int carry = block; tree && (carry & 1) == 1; carry >>= 1) {
        sums--;
        add(scratch.sums, (sums - 1) * sumSize, sums * sumSize, sumSize);
      }
    }
    if (tree) {
      for (; sums > 1; sums--) {
        add(scratch.sums, (sums - 2) * sumSize, (sums - 1) * sumSize, sumSize);
      }
      copyRows(
          scratch.sums, 0, t.width, p.y().array(), rowFrom * p.columns() + column, p.columns(), rowTo - rowFrom, valid);
    }
  }

  private void locateA(Tile t, int row, int k) {
    int columns = p.a().columns();
    boolean transposed = p.form() == ProductOp.Form.TRANS_A;
    t.a = p.a().array();
    t.aRowStep = transposed ? 1 : columns;
    t.aDepthStep = transposed ? columns : 1;
    t.aFrom = row * t.aRowStep + k * t.aDepthStep;
  }

  private void toSums(Scratch scratch, int at) {
    Tile t = scratch.tile;
    fresh(t);
    t.c = scratch.sums;
    t.cFrom = at;
    t.cStep = t.width;
    kernel.compute(t);
  }

  private void toY(Scratch scratch, int row, int column, int valid, boolean first) {
    Tile t = scratch.tile;
    Object y = p.y().array();
    int stride = p.columns();
    int at = row * stride + column;
    boolean inside = t.rows == Kernel.ROWS && valid == t.width;
    t.c = inside ? y : scratch.edge;
    t.cFrom = inside ? at : 0;
    t.cStep = inside ? stride : t.width;
    if (first) {
      fresh(t);
    } else {
      t.start = t.c;
      t.startFrom = t.cFrom;
      t.startStep = t.cStep;
      if (!inside) {
        copyRows(y, at, stride, scratch.edge, 0, t.width, t.rows, valid);
      }
    }
    kernel.compute(t);
    if (!inside) {
      copyRows(scratch.edge, 0, t.width, y, at, stride, t.rows, valid);
    }
  }

  /// The chains begin at 0.
  private void fresh(Tile t) {
    t.start = zeros;
    t.startFrom = 0;
    t.startStep = 0;
  }

  private Object bias(Scratch scratch, int column, int valid) {
    if (p.bias() == null) {
      return nothing;
    }
    System.arraycopy(p.bias().array(), column, scratch.bias, 0, valid);
    return scratch.bias;
  }

  /// Rows `from` and on of b, or columns of it when it is read as its transpose.
  private void pack(Tile t, int from, int column, int valid) {
    int stride = p.b().columns();
    if (p.form() == ProductOp.Form.TRANS_B) {
      if (t.b instanceof float[] packed) {
        packTransposed((float[]) p.b().array(), column * stride + from, stride, packed, t.width, t.depth, valid);
      } else {
        packTransposed(
            (double[]) p.b().array(), column * stride + from, stride, (double[]) t.b, t.width, t.depth, valid);
      }
    } else {
      copyRows(p.b().array(), from * stride + column, stride, t.b, 0, t.width, t.depth, valid);
    }
    for (int k = 0; valid < t.width && k < t.depth; k++) {
      fill(t.b, k * t.width + valid, (k + 1) * t.width, 0);
    }
  }

  private static void packTransposed(float[] b, int at, int stride, float[] packed, int width, int depth, int valid) {
    for (int j = 0; j < valid; j++) {
      for (int k = 0; k < depth; k++) {
        packed[k * width + j] = b[at + j * stride + k];
      }
    }
  }

  private static void packTransposed(double[] b, int at, int stride, double[] packed, int width, int depth, int valid) {
    for (int j = 0; j < valid; j++) {
      for (int k = 0; k < depth; k++) {
        packed[k * width + j] = b[at + j * stride + k];
      }
    }
  }

  private static void copyRows(
      Object from, int fromAt, int fromStep, Object to, int toAt, int toStep, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, fromAt + row * fromStep, to, toAt + row * toStep, columns);
    }
  }

  private static void fill(Object array, int from, int to, double value) {
    if (array instanceof float[] numbers) {
      Arrays.fill(numbers, from, to, (float) value);
    } else {
      Arrays.fill((double[]) array, from, to, value);
    }
  }

  /// x(to ..) += x(from ..)
  private static void add(Object array, int to, int from, int size) {
    if (array instanceof float[] x) {
      for (int i = 0; i < size; i++) {
        x[to + i] += x[from + i];
      }
    } else {
      double[] x = (double[]) array;
      for (int i = 0; i < size; i++) {
        x[to + i] += x[from + i];
      }
    }
  }
}
