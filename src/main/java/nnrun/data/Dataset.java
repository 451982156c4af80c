package nnrun.data;

import nnrun.tensor.Matrix;

/// Rows ready for a network.
///
/// @param inputs (rows, features), encoded and scaled
/// @param targets (rows, 1) class indices, or (rows, outputs) numbers; the inputs themselves for an autoencoder
/// @param sourceRows where each row stands in its source, from 0
public record Dataset(Matrix inputs, Matrix targets, int[] sourceRows) {
  public int rows() {
    return inputs.rows();
  }

  public boolean isEmpty() {
    return rows() == 0;
  }
}
