package nnrun.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A column of a [Table].
public sealed interface Column {
  String name();

  int rows();

  boolean isMissing(int row);

  /// Numbers; NaN where the cell is missing.
  record Numeric(String name, Values values) implements Column {
    Numeric(String name, double[] values) {
      this(name, Values.of(values));
    }

    @Override
    public int rows() {
      return values.rows();
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values.at(row));
    }

    /// The numbers as texts, each in its shortest form: 1, 1.0 and 01 are the same.
    ///
    /// @param store for what it takes
    Texts asTexts(Store store) {
      List<String> levels = new ArrayList<>();
      Map<Double, Integer> seen = new LinkedHashMap<>();
      Values codes =
          Values.map(
              store,
              rows(),
              row -> {
                double x = values.at(row) + 0.0;
                if (Double.isNaN(x)) {
                  return x;
                }
                Integer code = seen.putIfAbsent(x, levels.size());
                if (code == null) {
                  code = levels.size();
                  levels.add(Numbers.shortest(x));
                }
                return code;
              });
      return new Texts(name, codes, levels);
    }
  }

  /// Texts, each as its index among the different ones, in the order of their first appearance; NaN where missing.
  record Texts(String name, Values codes, List<String> levels) implements Column {
    /// @param codes -1 where missing
    Texts(String name, int[] codes, List<String> levels) {
      this(name, Values.of(Arrays.stream(codes).mapToDouble(code -> code < 0 ? Double.NaN : code).toArray()), levels);
    }

    @Override
    public int rows() {
      return codes.rows();
    }

    @Override
    public boolean isMissing(int row) {
      return code(row) < 0;
    }

    /// The index of the text; -1 where it is missing.
    int code(int row) {
      double code = codes.at(row);
      return code >= 0 ? (int) code : -1;
    }

    /// The first row whose text is a number, or is none; -1 if there is no such row.
    int firstRow(boolean number) {
      boolean[] wanted = new boolean[levels.size()];
      boolean any = false;
      for (int level = 0; level < wanted.length; level++) {
        wanted[level] = Double.isNaN(Numbers.parse(levels.get(level))) != number;
        any |= wanted[level];
      }
      for (int row = 0; any && row < rows(); row++) {
        int code = code(row);
        if (code >= 0 && wanted[code]) {
          return row;
        }
      }
      return -1;
    }

    String text(int row) {
      return levels.get(code(row));
    }
  }

  /// A whole image a cell: grey values 0..255, row by row, image after image.
  ///
  /// @param dims height and width
  /// @param values (images, pixels) bytes
  record Pixels(String name, List<Integer> dims, Rows values) implements Column {
    /// @param size numbers an image
    Pixels(String name, List<Integer> dims, int size, byte[] values) {
      this(name, dims, Rows.of(values, size));
    }

    @Override
    public int rows() {
      return values.rows();
    }

    /// Numbers an image.
    int size() {
      return values.columns();
    }

    @Override
    public boolean isMissing(int row) {
      return false;
    }
  }
}
