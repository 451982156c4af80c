package nnrun.data;

import nnrun.tensor.Matrix;

/// A batch whose rows are mixed.
///
/// @param inputs (rows, features)
/// @param targets (rows, outputs)
/// @param order numbers of the training rows, those of this batch from `from` on
/// @param kept room for both matrices as they were, which need not be filled
@SuppressWarnings("ArrayRecordComponent") // working memory, never compared
record Mixture(Matrix inputs, Matrix targets, int[] order, int from, double[][] kept) {
  int rows() {
    return inputs.rows();
  }

  /// Which row of the training set a row of the batch is.
  int number(int row) {
    return order[from + row];
  }

  /// Takes note of the rows as they are.
  void keep() {
    keep(inputs, 0);
    keep(targets, 1);
  }

  private void keep(Matrix matrix, int place) {
    int size = (int) matrix.size();
    if (kept[place].length < size) {
      kept[place] = new double[size];
    }
    for (int i = 0; i < size; i++) {
      kept[place][i] = matrix.at(i);
    }
  }

  /// A row becomes share · itself + (1 - share) · the other, both as they were.
  void mix(int row, int other, double share) {
    mix(inputs, kept[0], row, other, share);
    mix(targets, kept[1], row, other, share);
  }

  private static void mix(Matrix matrix, double[] before, int row, int other, double share) {
    int width = matrix.columns();
    for (int k = 0; k < width; k++) {
      matrix.put(row * width + k, share * before[row * width + k] + (1 - share) * before[other * width + k]);
    }
  }
}
