package nnrun.state;

import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Finds the first matrix that holds a NaN or an infinity.
public final class FirstNonFinite implements MatrixVisitor {
  /// A matrix by its name.
  public record Found(String name, Matrix matrix) {}

  private @Nullable Found found;

  @Override
  public void matrix(String name, Matrix matrix) {
    if (found == null && matrix.firstNonFinite() >= 0) {
      found = new Found(name, matrix);
    }
  }

  /// Null when every number is finite.
  public @Nullable Found found() {
    return found;
  }
}
