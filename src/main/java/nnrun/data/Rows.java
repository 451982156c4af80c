package nnrun.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;

/// (rows, columns) numbers of one type, row-major, as many as the disk holds; made once and only read.
public final class Rows {
  private static final int ONE_PART = 31;

  private final Parts parts;
  private final int shift; // of a row's number to that of its part
  private final int rows;
  private final int columns;
  private final int bytes; // a number: 1 for bytes 0..255, 4 and 8 for floats

  private Rows(Parts parts, int shift, int rows, int columns, int bytes) {
    this.parts = parts;
    this.shift = shift;
    this.rows = rows;
    this.columns = columns;
    this.bytes = bytes;
  }

  /// The present rows of a matrix, which must not change any more.
  public static Rows of(Matrix matrix) {
    return new Rows(Parts.of(matrix.segment()), ONE_PART, matrix.rows(), matrix.columns(), matrix.precision().bytes());
  }

  /// Rows of `columns` bytes.
  static Rows of(byte[] values, int columns) {
    return new Rows(Parts.of(MemorySegment.ofArray(values)), ONE_PART, values.length / columns, columns, 1);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public Precision precision() {
    return bytes == Precision.FLOAT64.bytes() ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  /// Bytes of memory.
  long memory() {
    return parts.memory();
  }

  public double get(int row, int column) {
    MemorySegment part = parts.of(row >>> shift);
    long at = offset(row) + (long) column * bytes;
    return switch (bytes) {
      case 1 -> part.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      case Float.BYTES -> part.get(ValueLayout.JAVA_FLOAT, at);
      default -> part.get(ValueLayout.JAVA_DOUBLE, at);
    };
  }

  /// Where a row begins in its part.
  private long offset(int row) {
    return (row & (1 << shift) - 1) * (long) columns * bytes;
  }

  /// The bytes of a row.
  void copy(int row, byte[] to) {
    MemorySegment.copy(parts.of(row >>> shift), ValueLayout.JAVA_BYTE, offset(row), to, 0, columns);
  }

  /// Row `i` of the matrix becomes row `order[from + i]`, for `i` in `0..count`, which is the matrix's number of rows
  /// from now on.
  public void gather(int[] order, int from, int count, Matrix to) {
    to.rows(count);
    gather(order, from, to, 0, count);
  }

  /// The same for the rows from `first` to before `last` of a matrix that has them.
  public void gather(int[] order, int from, Matrix to, int first, int last) {
    MemorySegment target = to.segment();
    long rowBytes = (long) columns * bytes;
    int many;
    for (int i = first; i < last; i += many) { // rows that follow one another in one copy
      int row = order[from + i];
      int part = row >>> shift;
      many = 1;
      while (i + many < last && order[from + i + many] == row + many && (row + many) >>> shift == part) {
        many++;
      }
      MemorySegment.copy(parts.of(part), offset(row), target, i * rowBytes, many * rowBytes);
    }
  }

  /// Makes rows part by part.
  static final class Writer {
    private final Parts.Writer parts;
    private final int shift;
    private final int columns;
    private final int bytes;
    private int rows;

    /// @param bytes a number
    Writer(Store store, int columns, int bytes) {
      parts = new Parts.Writer(store);
      shift = Parts.shift((long) columns * bytes);
      this.columns = columns;
      this.bytes = bytes;
    }

    /// Rows that are to be added at a time; the last may be fewer.
    int rowsOfPart() {
      return 1 << shift;
    }

    /// @param numbers which are copied
    void add(MemorySegment numbers, int count) {
      boolean _ = parts.add(numbers, (long) count * columns * bytes, false);
      rows += count;
    }

    Rows done() {
      return new Rows(parts.done(), shift, rows, columns, bytes);
    }
  }
}
