package nnrun.data;

import java.util.List;

/// A column of a [Table].
public sealed interface Column {
  String name();

  int rows();

  /// Numbers; NaN where the cell is missing.
  record Numeric(String name, double[] values) implements Column {
    @Override
    public int rows() {
      return values.length;
    }
  }

  /// Texts, each as its index among the different ones, in the order of their first appearance; -1 where missing.
  record Texts(String name, int[] codes, List<String> levels) implements Column {
    @Override
    public int rows() {
      return codes.length;
    }
  }

  /// A whole image a cell: grey values 0..255, row by row, image after image.
  ///
  /// @param dims height and width
  record Pixels(String name, List<Integer> dims, byte[] values) implements Column {
    @Override
    public int rows() {
      return values.length / size();
    }

    /// Numbers an image.
    int size() {
      return dims.stream().reduce(1, (a, b) -> a * b);
    }
  }
}
