package nnrun.tensor;

import java.lang.foreign.MemorySegment;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// (rows, columns) numbers of one precision, row-major in the storage of an EJML matrix, with room for a tile of a
/// product behind the last. Made by [Engine#matrix]; the number of rows may shrink and grow again within what was made,
/// so that the last batch of an epoch needs no second set of buffers.
///
/// `get` and `set` are for building, tests and files; arithmetic over whole matrices is an [Op] of the engine.
public abstract sealed class Matrix {
  private final int capacityRows;
  private final int columns;
  private int rows;

  /// Whose numbers these are, for a view; a row of it is `fold` rows here.
  private final @Nullable Matrix whole;

  private final int fold;

  private Matrix(int rows, int columns, @Nullable Matrix whole, int fold) {
    this.capacityRows = rows;
    this.columns = columns;
    this.rows = rows;
    this.whole = whole;
    this.fold = fold;
  }

  /// @param allocate false makes a matrix that has a shape but no memory, for planning
  static Matrix create(Precision precision, int rows, int columns, boolean allocate) {
    return switch (precision) {
      case FLOAT32 -> new Of32(rows, columns, allocate);
      case FLOAT64 -> new Of64(rows, columns, allocate);
    };
  }

  /// One row of float64 numbers, apart from any engine: for files.
  public static Matrix row(double[] numbers) {
    Matrix row = create(Precision.FLOAT64, 1, numbers.length, true);
    for (int i = 0; i < numbers.length; i++) {
      row.put(i, numbers[i]);
    }
    return row;
  }

  /// Zeros in the same shape and precision, apart from any engine: to keep a copy in.
  public final Matrix twin() {
    return create(precision(), rows(), columns, true);
  }

  /// Whether [#copy] of that matrix keeps every bit of it.
  public final boolean canHold(Matrix other) {
    return precision() == other.precision() && columns == other.columns && capacityRows >= other.rows();
  }

  public final int rows() {
    return whole == null ? rows : whole.rows() * fold;
  }

  public final int columns() {
    return columns;
  }

  /// The most rows it can have.
  public final int capacityRows() {
    return capacityRows;
  }

  /// Uses the first `n` rows from now on.
  public final void rows(int n) {
    if (whole != null) {
      throw new IllegalStateException("the rows of a view are those of the matrix it looks at");
    }
    if (n < 0 || n > capacityRows) {
      throw new IllegalArgumentException(n + " rows in a matrix made for " + capacityRows);
    }
    rows = n;
  }

  public final long size() {
    return (long) rows() * columns;
  }

  /// The same numbers with every row read as so many rows, neighbours together: (rows·parts, columns/parts). The view's
  /// rows follow this matrix's.
  public final Matrix folded(int parts) {
    if (columns % parts != 0) {
      throw new IllegalArgumentException(columns + " columns do not make " + parts + " rows");
    }
    return parts == 1 ? this : view(parts);
  }

  abstract Matrix view(int parts);

  public final double get(int row, int column) {
    return at(index(row, column));
  }

  /// Rounds to the matrix's precision.
  public final void set(int row, int column, double value) {
    put(index(row, column), value);
  }

  private int index(int row, int column) {
    if (row < 0 || row >= rows() || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException("(" + row + ", " + column + ") in (" + rows + ", " + columns + ")");
    }
    return row * columns + column;
  }

  public abstract Precision precision();

  /// The number at a flat, row-major index.
  public abstract double at(int index);

  public abstract void put(int index, double value);

  public abstract void fill(double value);

  /// Takes the shape and numbers of another matrix, rounding where the precisions differ.
  public abstract void copy(Matrix from);

  /// The `float[]` or `double[]` behind it.
  abstract Object array();

  /// Its memory, row-major, in the processor's byte order; whatever the present number of rows.
  public abstract MemorySegment segment();

  @Override
  public final String toString() {
    return "(" + rows() + ", " + columns + ") " + precision();
  }

  /// The index of the first NaN or infinity, or -1.
  public final int firstNonFinite() {
    for (int i = 0; i < size(); i++) {
      if (!Double.isFinite(at(i))) {
        return i;
      }
    }
    return -1;
  }

  static final class Of32 extends Matrix {
    private final float[] data;
    private final MemorySegment segment;

    Of32(int rows, int columns, boolean allocate) {
      super(rows, columns, null, 1);
      float[] numbers = (float[]) Products.array(Precision.FLOAT32, allocate ? rows * columns : 0);
      data = FMatrixRMaj.wrap(rows, columns, numbers).data;
      segment = MemorySegment.ofArray(data);
    }

    private Of32(Of32 whole, int parts) {
      super(whole.capacityRows() * parts, whole.columns() / parts, whole, parts);
      data = whole.data;
      segment = whole.segment;
    }

    @Override
    Matrix view(int parts) {
      return new Of32(this, parts);
    }

    @Override
    public Precision precision() {
      return Precision.FLOAT32;
    }

    @Override
    public double at(int index) {
      return data[index];
    }

    @Override
    public void put(int index, double value) {
      data[index] = (float) value;
    }

    @Override
    public void fill(double value) {
      java.util.Arrays.fill(data, (float) value);
    }

    @Override
    public void copy(Matrix from) {
      rows(from.rows());
      if (from instanceof Of32 same) {
        System.arraycopy(same.data, 0, data, 0, (int) size());
      } else {
        for (int i = 0; i < size(); i++) {
          data[i] = (float) from.at(i);
        }
      }
    }

    @Override
    float[] array() {
      return data;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }
  }

  static final class Of64 extends Matrix {
    private final double[] data;
    private final MemorySegment segment;

    Of64(int rows, int columns, boolean allocate) {
      super(rows, columns, null, 1);
      double[] numbers = (double[]) Products.array(Precision.FLOAT64, allocate ? rows * columns : 0);
      data = DMatrixRMaj.wrap(rows, columns, numbers).data;
      segment = MemorySegment.ofArray(data);
    }

    private Of64(Of64 whole, int parts) {
      super(whole.capacityRows() * parts, whole.columns() / parts, whole, parts);
      data = whole.data;
      segment = whole.segment;
    }

    @Override
    Matrix view(int parts) {
      return new Of64(this, parts);
    }

    @Override
    public Precision precision() {
      return Precision.FLOAT64;
    }

    @Override
    public double at(int index) {
      return data[index];
    }

    @Override
    public void put(int index, double value) {
      data[index] = value;
    }

    @Override
    public void fill(double value) {
      java.util.Arrays.fill(data, value);
    }

    @Override
    public void copy(Matrix from) {
      rows(from.rows());
      if (from instanceof Of64 same) {
        System.arraycopy(same.data, 0, data, 0, (int) size());
      } else {
        for (int i = 0; i < size(); i++) {
          data[i] = from.at(i);
        }
      }
    }

    @Override
    double[] array() {
      return data;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }
  }
}
