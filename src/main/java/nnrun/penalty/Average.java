package nnrun.penalty;

/// A running mean of the weights beside those that are trained. Evaluations, the best epoch, checkpoints and
/// predictions use the mean; training goes on from the weights themselves. What layers remember for evaluation, such as
/// the running statistics of batch_norm, is averaged in the same way, or collected anew.
public sealed interface Average extends Regularization permits Ema, Swa {
  /// What part of the way to the weights w the mean a goes after an update: a += share·(w - a). 0 leaves it, 1 makes it
  /// equal to w. It is 1 at the latest at the end of the first epoch, and before that a is not used.
  ///
  /// @param t updates done, from 1
  /// @param steps updates of the whole run
  /// @param stepsPerEpoch updates an epoch
  double share(long t, long steps, int stepsPerEpoch);

  /// Whether running statistics are collected anew with the mean after each epoch that moved it, since those of weights
  /// that lie far apart have a mean that fits none of them.
  default boolean renewsStatistics() {
    return false;
  }
}
