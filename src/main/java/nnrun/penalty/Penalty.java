package nnrun.penalty;

import nnrun.tensor.Expr;

/// What is added to the loss to keep weights or outputs small. On weights it is Σ over the weights; on the outputs of a
/// layer the mean over rows of Σ over the features.
public sealed interface Penalty extends Regularization permits L1, L2, ElasticNet {
  /// The penalty of one element.
  Expr value(Expr w);

  /// Its derivative.
  Expr slope(Expr w);

  /// What it acts on.
  Where where();

  /// Where the derivative jumps.
  default double[] kinks() {
    return new double[0];
  }

  /// -1, 0 or 1.
  static Expr sign(Expr w) {
    return w.greater(0).then(Expr.constant(1), w.less(0).then(-1, 0));
  }
}
