package nnrun.optim;

import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import org.jspecify.annotations.Nullable;

/// Limits on the gradient (Pascanu et al. 2013).
@Rule(
    needs = {"norm", "value"},
    says = "clip needs a norm or a value, such as {norm: 1}")
public record Clip(
    @Doc("Greatest length of the gradient over all parameters together; longer ones are scaled by norm / length")
        @Range("(0,inf)")
        @Nullable Double norm,
    @Doc("Greatest magnitude of each element") @Range("(0,inf)") @Nullable Double value) {
  /// What every gradient is multiplied with: min(1, limit / length).
  ///
  /// @param length √Σg² over all parameters
  double coefficient(double length) {
    return norm == null || length <= norm ? 1 : norm / length;
  }
}
