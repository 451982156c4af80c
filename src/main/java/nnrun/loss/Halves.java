package nnrun.loss;

import nnrun.spec.Invalid;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// The left and the right half of every row of outputs, as matrices of their own (batch, outputs/2), with gradients.
final class Halves {
  final Matrix left;
  final Matrix right;
  final Matrix leftGradient;
  final Matrix rightGradient;
  private final Matrix y;
  private final Op splitLeft;
  private final Op splitRight;
  private final @Nullable Op joinLeft;
  private final @Nullable Op joinRight;

  /// @param what the halves are, for the message to who has an odd number of outputs
  Halves(Engine engine, Matrix y, @Nullable Matrix dy, String what) {
    if (y.columns() % 2 != 0) {
      throw new Invalid(
          "", "this loss needs an even number of outputs, " + what + "; the model ends in " + y.columns());
    }
    this.y = y;
    int half = y.columns() / 2;
    left = engine.matrix(y.capacityRows(), half);
    right = engine.matrix(y.capacityRows(), half);
    splitLeft = engine.columns(left, 0, y, 0, half);
    splitRight = engine.columns(right, 0, y, half, half);
    leftGradient = engine.matrix(dy == null ? 0 : y.capacityRows(), half);
    rightGradient = engine.matrix(dy == null ? 0 : y.capacityRows(), half);
    joinLeft = dy == null ? null : engine.columns(dy, 0, leftGradient, 0, half);
    joinRight = dy == null ? null : engine.columns(dy, half, rightGradient, 0, half);
  }

  /// From the outputs; all four have the batch's rows from now on.
  void split() {
    left.rows(y.rows());
    right.rows(y.rows());
    if (joinLeft != null) {
      leftGradient.rows(y.rows());
      rightGradient.rows(y.rows());
    }
    splitLeft.run();
    splitRight.run();
  }

  /// Into the gradient of the outputs.
  void join() {
    if (joinLeft != null && joinRight != null) {
      joinLeft.run();
      joinRight.run();
    }
  }
}
