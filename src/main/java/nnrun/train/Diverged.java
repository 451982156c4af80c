package nnrun.train;

/// The loss or a weight became infinite or NaN.
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient EpochResult epoch;

  Diverged(String what, EpochResult epoch) {
    super(what);
    this.epoch = epoch;
  }

  /// The row of the epoch that ended there.
  public EpochResult epoch() {
    return epoch;
  }
}
