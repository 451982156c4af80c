package nnrun.state;

import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Finds the first matrix that holds a NaN or an infinity.
public final class FirstNonFinite implements MatrixVisitor {
  private @Nullable String name;

  @Override
  public void matrix(String name, Matrix matrix) {
    if (this.name == null && matrix.firstNonFinite() >= 0) {
      this.name = name;
    }
  }

  /// The matrix's name, or null when every number is finite.
  public @Nullable String name() {
    return name;
  }
}
