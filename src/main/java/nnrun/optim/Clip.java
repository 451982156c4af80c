package nnrun.optim;

import nnrun.spec.Doc;
import nnrun.spec.Invalid;
import nnrun.spec.Range;
import org.jspecify.annotations.Nullable;

/// Limits on the gradient (Pascanu et al. 2013).
public record Clip(
    @Doc("Greatest length of the gradient over all parameters together; longer ones are scaled by norm / length")
        @Range("(0,inf)")
        @Nullable Double norm,
    @Doc("Greatest magnitude of each element") @Range("(0,inf)") @Nullable Double value) {
  public Clip {
    if (norm == null && value == null) {
      throw new Invalid("norm", "clip needs a norm or a value, such as {norm: 1}");
    }
  }

  /// What every gradient is multiplied with: min(1, limit / length).
  ///
  /// @param length √Σg² over all parameters
  double coefficient(double length) {
    return norm == null || length <= norm ? 1 : norm / length;
  }
}
