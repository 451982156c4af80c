package nnrun.tensor;

/// The number type of a run: every stored number and every operation on it.
public enum Precision {
  FLOAT32(4),
  FLOAT64(8);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes a number.
  public int bytes() {
    return bytes;
  }
}
