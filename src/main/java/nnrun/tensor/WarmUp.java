package nnrun.tensor;

import java.util.ArrayList;
import java.util.List;

/// Small tiles of every kind, for the compiler to learn a [Kernel] or a [Packer] from: whatever a real product may ask
/// for has been seen, or the code is thrown away when it is asked for. So no two of its properties go by the same
/// count.
abstract class WarmUp<T> implements Warmer.Code {
  /// A depth of real products: code that has only seen short tiles is compiled anew when it meets a deep one. And it is
  /// steps of a loop rather than calls that make the compiler come.
  private static final int DEEP = 64;

  private final Warmed<T> warmed;
  private final List<T> codes;
  private int call;

  /// @param first and `second`: two that do nothing; three classes at one call site are called, not copied to it
  private WarmUp(Warmed<T> warmed, T first, T second) {
    this.warmed = warmed;
    codes = new ArrayList<>(List.of(first, first, second));
  }

  abstract T compile();

  abstract void use(T code, int call);

  @Override
  public void make() {
    codes.set(1, compile());
  }

  @Override
  public void call() {
    call++;
    for (T code : codes) {
      use(code, call);
    }
  }

  @Override
  public void decided(boolean compiled) {
    warmed.decided(compiled ? codes.get(1) : null);
  }

  static final class OfKernel extends WarmUp<Kernel> {
    private final Precision precision;
    private final Kernel.Way way;
    private final Tile tile;

    OfKernel(Precision precision, Kernel.Way way, int width, Warmed<Kernel> warmed) {
      super(warmed, new FirstKernel(), new SecondKernel());
      this.precision = precision;
      this.way = way;
      tile = new Tile(Products.array(precision, Kernel.ROWS * width), Products.array(precision, 0));
      tile.width = width;
      tile.a = Products.array(precision, DEEP * Kernel.ROWS);
      tile.aRowStep = way == Kernel.Way.ALONG ? DEEP : 1;
      tile.aDepthStep = way == Kernel.Way.ALONG ? 1 : Kernel.ROWS;
      tile.b = Products.array(precision, DEEP * width);
      tile.c = Products.array(precision, Kernel.ROWS * width);
      tile.cStep = width;
      tile.bias = Products.array(precision, 0);
    }

    @Override
    Kernel compile() {
      return KernelCompiler.kernel(precision, way, tile.width);
    }

    @Override
    void use(Kernel kernel, int call) {
      int pairs = call % 5 < 3 ? call % 5 : DEEP / 2 - 1;
      tile.depth = 2 * pairs + (way == Kernel.Way.PAIRS ? 2 : 1);
      tile.rows = 1 + call % Kernel.ROWS;
      tile.columns = Math.max(1, tile.width - call % 13 % 4);
      tile.fresh = call % 7 > 2;
      tile.over = call % 11 == 10;
      kernel.compute(tile);
    }

    private static final class FirstKernel extends Kernel {
      @Override
      void compute(Tile tile) {}
    }

    private static final class SecondKernel extends Kernel {
      @Override
      void compute(Tile tile) {}
    }
  }

  static final class OfPacker extends WarmUp<Packer> {
    private static final int TILES = 4;

    private final Precision precision;
    private final boolean transposed;
    private final int width;
    private final Object b;
    private final Object packed;

    OfPacker(Precision precision, boolean transposed, int width, Warmed<Packer> warmed) {
      super(warmed, new FirstPacker(), new SecondPacker());
      this.precision = precision;
      this.transposed = transposed;
      this.width = width;
      b = Products.array(precision, DEEP * width * TILES);
      packed = Products.array(precision, (DEEP + Packer.BEHIND) * width * TILES);
    }

    @Override
    Packer compile() {
      return KernelCompiler.packer(precision, transposed, width);
    }

    @Override
    void use(Packer packer, int call) {
      int depth = call % 5 < 3 ? 1 + call % 5 : DEEP - call % 5 + 3;
      int count = transposed ? Math.max(1, width - call % 13 % 4) : 1 + call % 7 % TILES;
      packer.pack(b, 0, transposed ? DEEP : width * TILES, packed, 0, width, depth, count);
    }

    private static final class FirstPacker extends Packer {
      @Override
      void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int count) {}
    }

    private static final class SecondPacker extends Packer {
      @Override
      void pack(Object b, int at, int stride, Object packed, int to, int width, int depth, int count) {}
    }
  }
}
