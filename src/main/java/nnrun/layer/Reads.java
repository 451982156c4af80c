package nnrun.layer;

/// What a layer's backward pass reads of its forward pass. What neither the layer before nor the one after it reads
/// need not be kept, see [Purpose].
public enum Reads {
  NEITHER,
  INPUT,
  OUTPUT,
  BOTH;

  /// Whether what came in.
  public boolean input() {
    return this == INPUT || this == BOTH;
  }

  /// Whether what went out.
  public boolean output() {
    return this == OUTPUT || this == BOTH;
  }

  static Reads of(boolean input, boolean output) {
    return input ? output ? BOTH : INPUT : output ? OUTPUT : NEITHER;
  }
}
