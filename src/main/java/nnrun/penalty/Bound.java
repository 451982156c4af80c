package nnrun.penalty;

import java.util.List;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;

/// Brings weights back to where they may be, after each update. It has no memory.
public sealed interface Bound extends Regularization permits MaxNorm {
  /// Names of the layers whose weights are bounded; none means all.
  List<String> layers();

  /// Prepares what is done to a weight matrix.
  ///
  /// @param w (inputs, units)
  Op on(Engine engine, Matrix w);
}
