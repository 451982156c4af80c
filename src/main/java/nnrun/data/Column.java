package nnrun.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A column of a [Table].
public sealed interface Column {
  String name();

  int rows();

  boolean isMissing(int row);

  /// Numbers; NaN where the cell is missing.
  record Numeric(String name, double[] values) implements Column {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values[row]);
    }

    /// The numbers as texts, each in its shortest form: 1, 1.0 and 01 are the same.
    Texts asTexts() {
      int[] codes = new int[values.length];
      List<String> levels = new ArrayList<>();
      Map<Double, Integer> seen = new LinkedHashMap<>();
      for (int row = 0; row < values.length; row++) {
        double x = values[row] + 0.0;
        if (Double.isNaN(x)) {
          codes[row] = -1;
          continue;
        }
        Integer code = seen.putIfAbsent(x, levels.size());
        if (code == null) {
          code = levels.size();
          levels.add(Numbers.shortest(x));
        }
        codes[row] = code;
      }
      return new Texts(name, codes, levels);
    }
  }

  /// Texts, each as its index among the different ones, in the order of their first appearance; -1 where missing.
  record Texts(String name, int[] codes, List<String> levels) implements Column {
    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public boolean isMissing(int row) {
      return codes[row] < 0;
    }

    /// The first row whose text is a number, or is none; -1 if there is no such row.
    int firstRow(boolean number) {
      boolean[] wanted = new boolean[levels.size()];
      for (int level = 0; level < wanted.length; level++) {
        wanted[level] = Double.isNaN(Numbers.parse(levels.get(level))) != number;
      }
      for (int row = 0; row < codes.length; row++) {
        if (codes[row] >= 0 && wanted[codes[row]]) {
          return row;
        }
      }
      return -1;
    }

    String text(int row) {
      return levels.get(codes[row]);
    }
  }

  /// A whole image a cell: grey values 0..255, row by row, image after image.
  ///
  /// @param dims height and width
  /// @param size numbers an image
  record Pixels(String name, List<Integer> dims, int size, byte[] values) implements Column {
    @Override
    public int rows() {
      return values.length / size;
    }

    @Override
    public boolean isMissing(int row) {
      return false;
    }
  }
}
