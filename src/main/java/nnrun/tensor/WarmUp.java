package nnrun.tensor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Small tiles of every kind, for the compiler to learn a kernel from.
final class WarmUp implements Warmer.Code {
  /// A depth of real products: code that has only seen short tiles is compiled anew when it meets a deep one. And it is
  /// steps of a loop rather than calls that make the compiler come, for even depths as for odd ones.
  private static final int DEEP = 64;

  private final Kernel[] kernels = {new First(), new First(), new Second()};
  private final Precision precision;
  private final Tile tile;
  private final Consumer<@Nullable Kernel> decided;
  private int call;

  /// @param decided gets the kernel, or null where it was not compiled
  WarmUp(Precision precision, Consumer<@Nullable Kernel> decided) {
    this.precision = precision;
    this.decided = decided;
    int size = DEEP * Kernel.WIDEST;
    tile = new Tile(Products.array(precision, Kernel.ROWS * Kernel.WIDEST), Products.array(precision, 0));
    tile.a = Products.array(precision, size);
    tile.b = Products.array(precision, size);
    tile.c = Products.array(precision, size);
    tile.bias = Products.array(precision, 0);
    tile.cStep = Kernel.WIDEST;
  }

  @Override
  public void make() {
    kernels[1] = KernelCompiler.compile(precision);
  }

  /// Tiles of all widths, whole and short, along rows and down columns: whatever a real product may ask for has been
  /// seen, or the code is thrown away when it is asked for. So no two of these go by the same count.
  @Override
  public void call() {
    call++;
    int n = call / 3;
    boolean along = call % 3 == 0;
    tile.aRowStep = along ? DEEP : 1;
    tile.aDepthStep = along ? 1 : Kernel.ROWS;
    int pairs = n % 5 < 3 ? n % 5 : DEEP / 2 - 1;
    tile.depth = 2 * pairs + 1 + call % 3 / 2;
    tile.rows = 1 + n % Kernel.ROWS;
    tile.fresh = n % 7 > 2;
    tile.over = n % 11 == 10;
    for (int width = 1; width <= Kernel.WIDEST; width++) {
      if (kernels[1].width(width) == width) {
        compute(width, n % 13 % 4);
      }
    }
  }

  private void compute(int width, int missing) {
    tile.width = width;
    tile.columns = Math.max(1, width - missing);
    for (Kernel kernel : kernels) {
      kernel.pack(tile.a, 0, width, tile.b, 0, width, tile.depth, 1);
      kernel.transpose(tile.a, 0, tile.depth, tile.b, 0, width, tile.depth, tile.columns);
      kernel.compute(tile);
    }
  }

  @Override
  public void decided(boolean compiled) {
    decided.accept(compiled ? kernels[1] : null);
  }

  /// Two that do nothing: three classes at one call site are called, not copied to it.
  private static class First implements Kernel {
    @Override
    public int width(int left) {
      return left;
    }

    @Override
    public void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int tiles) {}

    @Override
    public void transpose(Object b, int at, int stride, Object packed, int to, int width, int depth, int columns) {}

    @Override
    public void compute(Tile tile) {}
  }

  private static final class Second extends First {
    @Override
    public void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int tiles) {}

    @Override
    public void transpose(Object b, int at, int stride, Object packed, int to, int width, int depth, int columns) {}

    @Override
    public void compute(Tile tile) {}
  }
}
