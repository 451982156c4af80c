package nnrun.layer;

import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// What flows between two layers.
///
/// @param value (batch, size of the shape)
/// @param gradient of the loss with respect to the value, same shape; null where nobody needs it
/// @param lasting whether the value stays until the next forward pass, see [Purpose]
public record Signal(Matrix value, @Nullable Matrix gradient, Shape shape, boolean lasting) {
  public int size() {
    return shape.size();
  }
}
