package nnrun.penalty;

/// What keeps a network from fitting its training rows too closely, other than by its layers and its loss: penalties
/// are added to the loss, bounds and averages come after each update.
public sealed interface Regularization permits Penalty, Bound, Average {}
