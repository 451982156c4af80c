package nnrun.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntToDoubleFunction;

/// The numbers of a column, as many as the disk holds. The columns of a table share their parts: each holds some rows,
/// column after column.
final class Values {
  private static final int ONE_PART = 31;

  /// Rows of a part at least, as long as it stays below [#MOST]: a column that is read from a disk should have a page
  /// of its own in each part.
  private static final int LEAST_ROWS = 512;

  private static final int MOST = 1 << 23;

  private final Parts parts;
  private final int shift; // of a row's number to that of its part
  private final int rows;
  private final int column;

  private Values(Parts parts, int shift, int rows, int column) {
    this.parts = parts;
    this.shift = shift;
    this.rows = rows;
    this.column = column;
  }

  /// One column; the numbers must not change any more.
  static Values of(double... numbers) {
    return new Values(Parts.of(MemorySegment.ofArray(numbers)), ONE_PART, numbers.length, 0);
  }

  /// One column that is computed row by row.
  static Values map(Store store, int rows, IntToDoubleFunction number) {
    Writer writer = new Writer(store, 1);
    double[] block = new double[Writer.blockRows(1)];
    for (int from = 0; from < rows; from += block.length) {
      int count = Math.min(block.length, rows - from);
      for (int i = 0; i < count; i++) {
        block[i] = number.applyAsDouble(from + i);
      }
      writer.add(block, count);
    }
    return writer.done()[0];
  }

  int rows() {
    return rows;
  }

  double at(int row) {
    int part = row >>> shift;
    int height = part == parts.count() - 1 ? rows - (part << shift) : 1 << shift;
    return parts.of(part).getAtIndex(ValueLayout.JAVA_DOUBLE, (long) column * height + (row & (1 << shift) - 1));
  }

  /// Takes a table's rows block by block.
  static final class Writer {
    /// Numbers of a block: 256 KB, which stay in the second-level cache.
    static final int BLOCK = 1 << 15;

    private final Parts.Writer parts;
    private final int width;
    private final int shift;
    private double[] part; // column after column, each of 2^shift rows
    private int held; // rows of the part
    private int rows;

    Writer(Store store, int width) {
      parts = new Parts.Writer(store);
      this.width = width;
      int least = Math.min(LEAST_ROWS, MOST / Double.BYTES / width);
      shift = 31 - Integer.numberOfLeadingZeros(Math.max(blockRows(width), least));
      part = new double[width << shift];
    }

    /// Rows of a block, a power of two.
    static int blockRows(int width) {
      return Integer.highestOneBit(Math.max(1, BLOCK / width));
    }

    int rows() {
      return rows;
    }

    /// @param block (count, width), row by row; a full block, unless it is the last
    void add(double[] block, int count) {
      for (int c = 0; c < width; c++) {
        int to = (c << shift) + held;
        for (int r = 0; r < count; r++) {
          part[to + r] = block[r * width + c];
        }
      }
      held += count;
      rows += count;
      if (held == 1 << shift) {
        flush();
      }
    }

    private void flush() {
      for (int c = 1; c < width && held < 1 << shift; c++) {
        System.arraycopy(part, c << shift, part, c * held, held);
      }
      if (parts.add(MemorySegment.ofArray(part), (long) held * width * Double.BYTES, true)) {
        part = new double[part.length];
      }
      held = 0;
    }

    /// One column each.
    Values[] done() {
      if (held > 0) {
        flush();
      }
      Parts all = parts.done();
      Values[] values = new Values[width];
      for (int c = 0; c < width; c++) {
        values[c] = new Values(all, shift, rows, c);
      }
      return values;
    }

    void discard() {
      parts.discard();
    }
  }
}
