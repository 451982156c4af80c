package nnrun.data;

import org.jspecify.annotations.Nullable;

/// Data ready for training.
///
/// @param val may be empty
/// @param test may be empty
/// @param preprocessing what was fitted on the training rows; it knows names, shapes and targets
/// @param augmenter changes the training rows of every batch; null where nothing does
public record Prepared(
    Dataset train, Dataset val, Dataset test, Preprocessing preprocessing, @Nullable Augmenter augmenter) {
  /// Bytes of memory that the rows take.
  public long memory() {
    return train.memory() + val.memory() + test.memory();
  }
}
