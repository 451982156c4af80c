package nnrun.train;

/// The loss or a weight became infinite or NaN.
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Divergence where;
  private final transient EpochResult epoch;

  Diverged(Divergence where, EpochResult epoch) {
    super(where.sentence());
    this.where = where;
    this.epoch = epoch;
  }

  /// What was found.
  public Divergence where() {
    return where;
  }

  /// The row of the epoch that ended there.
  public EpochResult epoch() {
    return epoch;
  }
}
