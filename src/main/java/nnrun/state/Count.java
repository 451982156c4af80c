package nnrun.state;

import nnrun.tensor.Matrix;

/// Counts the numbers in all matrices.
public final class Count implements MatrixVisitor {
  private long numbers;

  @Override
  public void matrix(String name, Matrix matrix) {
    numbers += matrix.size();
  }

  public long numbers() {
    return numbers;
  }
}
