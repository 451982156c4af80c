package nnrun.data;

/// Rows ready for a network.
///
/// @param inputs (rows, features), encoded and scaled
/// @param targets (rows, 1) class indices, or (rows, outputs) numbers; the inputs themselves for an autoencoder
/// @param sourceRows where each row stands in its source, from 0
@SuppressWarnings("ArrayRecordComponent") // one number a row, never compared
public record Dataset(Rows inputs, Rows targets, int[] sourceRows) {
  public int rows() {
    return inputs.rows();
  }

  /// Where a row stands in its source, from 0.
  public int sourceRow(int row) {
    return sourceRows[row];
  }

  /// Bytes of memory.
  long memory() {
    return inputs.memory() + (targets == inputs ? 0 : targets.memory()) + (long) Integer.BYTES * sourceRows.length;
  }

  public boolean isEmpty() {
    return rows() == 0;
  }
}
