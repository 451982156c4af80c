package nnrun.data;

/// In which order an epoch goes through the training rows.
public enum Shuffle {
  /// A new order each epoch.
  EPOCH,
  /// One random order for all epochs.
  ONCE,
  /// As in the source.
  NONE
}
