package nnrun.tensor;

import java.util.Arrays;

/// The three products, cut into tiles for a [Kernel]. Panels of b, some hundred deep and a few tiles wide, are packed
/// so that a tile reads them in order; a is read and y is written where they lie. Six rows of a meet all tiles of a
/// panel before the next six, so that they stay in the first-level cache.
///
/// Work is cut over rows or over columns of y. A b that fits the caches is packed by the team before, each thread the
/// rows that are its own where b is updated: a line of the cache that two threads read must be taken back before it is
/// written, which costs more than the packing. A sum over rows keeps one sum a chain of 256 and adds them in the
/// pairwise tree: after each chain, sums of equally many chains are added, as a binary counter carries.
final class Products implements Op, Region.Member {
  /// How deep a panel is where k may be cut anywhere. It does not fit the first-level cache, but the tile needs it in
  /// order, and less deep it would read and write its sums more often.
  private static final int DEEP = 512;

  /// Multiply-adds below which a product is not worth waking a thread for.
  private static final long ALONE = 1 << 17;

  /// Rows of a tile that take as long to multiply with a block as packing the block takes.
  private static final int PACKING = 12;

  /// Columns of b that are packed at a time where each thread packs for itself: pieces of rows long enough to read from
  /// memory at speed, which stay in the second-level cache.
  private static final int PANEL = 4 * Kernel.WIDEST;

  /// Numbers of a b that the team packs as a whole.
  private static final int WHOLE = 1 << 18;

  private final ProductOp p;
  private final Team team;
  private final Kernels kernels;
  private final Object a;
  private final Object b;
  private final Object y;
  private final Object nothing;
  private final boolean transA;
  private final boolean transB;

  /// How much of k is done at a time.
  private final int block;

  private final Scratch[] scratches;
  private final boolean large;
  private boolean byRows;

  /// Whether the team packs all of b; else each thread packs what it needs.
  private final boolean whole;

  /// All panels of b, one block of k after the other.
  private final Object panels;

  /// Columns of whole tiles.
  private final int paddedColumns;

  private final Team.Work packing = this::packBlocks;

  /// Whether they are packed for this run.
  private boolean packed;

  static Op prepare(ProductOp p, Team team) {
    return new Products(p, team);
  }

  private Products(ProductOp p, Team team) {
    this.p = p;
    this.team = team;
    a = p.a().array();
    b = p.b().array();
    y = p.y().array();
    transA = p.form() == ProductOp.Form.TRANS_A;
    transB = p.form() == ProductOp.Form.TRANS_B;
    Precision precision = p.y().precision();
    kernels = Kernels.of(precision);
    kernels.warm();
    nothing = negativeZeros(precision); // x + -0.0 is x for every x, and x + 0.0 is not
    int parts = team.threads();
    large = parts > 1 && (long) p.a().capacityRows() * p.a().columns() * p.columns() >= ALONE;
    int widest = kernels.widest().columns;
    paddedColumns = tiles(p.columns(), widest) * widest;
    long numbers = (long) paddedColumns * p.b().rows();
    whole = large && p.form() == ProductOp.Form.PLAIN && p.columns() > widest && numbers <= WHOLE;
    block = transA ? Plain.CHAIN : whole ? tiles(p.depth(), parts * tiles(p.depth(), parts * DEEP)) : DEEP;
    panels = array(precision, whole ? (int) numbers : 0);
    scratches = new Scratch[team.threads()];
    Arrays.setAll(scratches, _ -> new Scratch(precision));
  }

  /// An array with room for a tile's width behind its last number.
  static Object array(Precision precision, int size) {
    return precision == Precision.FLOAT32 ? new float[size + Kernel.WIDEST] : new double[size + Kernel.WIDEST];
  }

  /// What one thread needs for itself.
  private final class Scratch {
    final Tile tile;
    final Object packed;
    final Object sums;

    Scratch(Precision precision) {
      tile = new Tile(array(precision, Kernel.ROWS * Kernel.WIDEST), array(precision, 0));
      int wide = tiles(Math.min(PANEL, p.columns()), Kernel.WIDEST) * Kernel.WIDEST;
      int deep = Math.min(block, transA ? p.a().capacityRows() : p.depth());
      packed = array(precision, (deep + Packer.BEHIND) * wide);
      int chains = transA ? Plain.chains(p.a().capacityRows()) : 1;
      int sumsAtOnce = chains == 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(chains);
      sums = array(precision, Math.multiplyExact(sumsAtOnce, Math.multiplyExact(p.rows(), Kernel.WIDEST)));
    }
  }

  private static int tiles(int length, int tile) {
    return (length + tile - 1) / tile;
  }

  @Override
  public void run() {
    prepare();
    if (worth()) {
      team.run(this);
    } else {
      whole();
    }
  }

  @Override
  public void prepare() {
    packed = false;
    if (!worth()) {
      return;
    }
    int parts = team.threads();
    int down = tiles(p.rows(), Kernel.ROWS);
    int across = tiles(p.columns(), kernels.widest().columns);
    byRows =
        (long) (tiles(down, parts) * Kernel.ROWS + PACKING) * across
            <= (long) (down * Kernel.ROWS + PACKING) * tiles(across, parts);
    if (whole) {
      packed = true;
      team.run(packing);
    }
  }

  /// Packs rows of b, about those that are this part's where b is updated.
  private void packBlocks(int part, int parts) {
    int each = tiles(tiles(p.depth(), block), parts);
    for (int i = part * each; i < (part + 1) * each && i * block < p.depth(); i++) {
      int k = i * block;
      pack(panels, k * paddedColumns, k, Math.min(block, p.depth() - k), 0, p.columns());
    }
  }

  @Override
  public boolean large() {
    return large;
  }

  @Override
  public boolean worth() {
    return large && (long) p.rows() * p.columns() * p.depth() >= ALONE;
  }

  @Override
  public void whole() {
    area(scratches[0], 0, p.rows(), 0, p.columns());
  }

  @Override
  public void part(int part, int parts) {
    int rows = p.rows();
    int columns = p.columns();
    if (byRows) {
      area(scratches[part], cut(rows, Kernel.ROWS, part, parts), cut(rows, Kernel.ROWS, part + 1, parts), 0, columns);
    } else {
      int widest = kernels.widest().columns;
      area(scratches[part], 0, rows, cut(columns, widest, part, parts), cut(columns, widest, part + 1, parts));
    }
  }

  /// Where a part begins, in whole tiles.
  private static int cut(int length, int tile, int part, int parts) {
    return (int) Math.min(length, (long) tiles(length, tile) * part / parts * tile);
  }

  /// Computes a part of y.
  private void area(Scratch s, int rowFrom, int rowTo, int columnFrom, int columnTo) {
    int depth = p.depth();
    if (transA && depth > block) {
      int width = kernels.widest().columns;
      for (int column = columnFrom; column < columnTo; column += width) {
        sumOfChains(s, rowFrom, rowTo, column, Math.min(columnTo, column + width));
      }
      return;
    }
    Tile t = s.tile;
    t.c = y;
    t.cStep = p.columns();
    // One tile across, done by one thread in one go.
    t.over =
        depth <= block
            && rowTo - rowFrom == p.rows()
            && columnTo - columnFrom == p.columns()
            && kernels.widest().columns >= p.columns();
    for (int column = columnFrom; column < columnTo; column += PANEL) {
      int k = 0;
      do {
        t.fresh = k == 0;
        boolean last = k + block >= depth;
        t.bias = last && p.bias() != null ? p.bias().array() : nothing;
        multiply(s, k, rowFrom, rowTo, column, Math.min(columnTo, column + PANEL), rowFrom * t.cStep + column);
        k += block;
      } while (k < depth);
    }
  }

  /// Columns of y, one tile wide, that are sums over rows of more than one chain.
  private void sumOfChains(Scratch s, int rowFrom, int rowTo, int column, int columnTo) {
    Tile t = s.tile;
    t.c = s.sums;
    t.cStep = kernels.width(columnTo - column).columns;
    t.over = false;
    t.fresh = true;
    t.bias = nothing;
    int size = (rowTo - rowFrom) * t.cStep;
    int sums = 0;
    for (int chain = 0; chain * block < p.depth(); chain++) {
      multiply(s, chain * block, rowFrom, rowTo, column, columnTo, sums * size);
      sums++;
      for (int carry = chain; (carry & 1) == 1; carry >>= 1) {
        sums--;
        add(s.sums, (sums - 1) * size, sums * size, size);
      }
    }
    for (; sums > 1; sums--) {
      add(s.sums, (sums - 2) * size, (sums - 1) * size, size);
    }
    copyRows(s.sums, 0, t.cStep, y, rowFrom * p.columns() + column, p.columns(), rowTo - rowFrom, columnTo - column);
  }

  /// Multiplies rows of a with a panel of b, over k and the rest of its block. The tile knows already what becomes of
  /// the sums.
  ///
  /// @param c where the first of them is in the tile's c
  private void multiply(Scratch s, int k, int rowFrom, int rowTo, int column, int columnTo, int c) {
    Tile t = s.tile;
    t.a = a;
    t.aRowStep = transA ? 1 : p.a().columns();
    t.aDepthStep = transA ? p.a().columns() : 1;
    t.depth = Math.min(block, p.depth() - k);
    Width wide = kernels.width(columnTo - column);
    int width = wide.columns;
    // One tile across, and row on row: a panel as it is.
    boolean lies = p.columns() == width && (!transB || p.depth() == 1);
    int first = 0;
    if (lies) {
      t.b = b;
      first = k * width;
    } else if (packed) {
      t.b = panels;
      first = k * paddedColumns + column * t.depth;
    } else {
      t.b = s.packed;
      pack(s.packed, 0, k, t.depth, column, columnTo);
    }
    Kernel kernel = wide.kernel(t);
    int over = (columnTo - column) & (width - 1);
    Width narrow = over == 0 ? wide : kernels.width(over);
    Kernel narrowKernel = over == 0 ? kernel : narrow.kernel(t);
    for (int down = rowFrom; down < rowTo; down += Kernel.ROWS) {
      // Down columns a kernel writes six rows, so the last tile does some of the one before again.
      int row = transA ? Math.max(rowFrom, Math.min(down, rowTo - Kernel.ROWS)) : down;
      t.rows = Math.min(Kernel.ROWS, rowTo - row);
      t.aFrom = row * t.aRowStep + k * t.aDepthStep;
      for (int at = column; at < columnTo; at += t.width) {
        boolean last = columnTo - at < width;
        t.width = last ? narrow.columns : width;
        t.columns = Math.min(t.width, columnTo - at);
        t.biasFrom = t.bias == nothing ? 0 : at;
        t.bFrom = first + (at - column) * t.depth;
        t.cFrom = c + (row - rowFrom) * t.cStep + at - column;
        Kernel next = last ? narrowKernel : kernel;
        if (transA) {
          down(next, t);
        } else {
          along(next, t);
        }
      }
    }
  }

  // Two call sites: a small network has one kernel at each, which is then called without a search for its method.

  private static void along(Kernel kernel, Tile tile) {
    kernel.compute(tile);
  }

  private static void down(Kernel kernel, Tile tile) {
    kernel.compute(tile);
  }

  /// Brings columns of b into a panel, one tile after the other.
  private void pack(Object panel, int to, int k, int depth, int column, int columnTo) {
    int stride = p.b().columns();
    int width;
    for (int at = column; at < columnTo; at += width) {
      int left = columnTo - at;
      Width next = kernels.width(left);
      // Rows of b are read through all tiles at once.
      int tiles = transB ? 1 : Math.max(1, next.tiles(left));
      width = tiles * next.columns;
      int from = transB ? at * stride + k : k * stride + at;
      int count = transB ? Math.min(width, left) : tiles;
      next.packer(transB).pack(b, from, stride, panel, to + (at - column) * depth, next.columns, depth, count);
    }
  }

  private static void copyRows(
      Object from, int fromAt, int fromStep, Object to, int toAt, int toStep, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, fromAt + row * fromStep, to, toAt + row * toStep, columns);
    }
  }

  private static Object negativeZeros(Precision precision) {
    Object zeros = array(precision, 0);
    if (zeros instanceof float[] numbers) {
      Arrays.fill(numbers, -0.0f);
    } else {
      Arrays.fill((double[]) zeros, -0.0);
    }
    return zeros;
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
