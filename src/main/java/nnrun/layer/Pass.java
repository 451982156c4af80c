package nnrun.layer;

/// How a forward pass is meant. One object lives as long as its network.
public final class Pass {
  /// Statistics of the batch and random masks, instead of running statistics and no masks.
  public boolean training;

  /// Random masks and noise although nothing is trained; running statistics stay.
  public boolean sampling;

  /// While statistics are renewed the share of this batch in them, 1 for the first; 0 in training, where layers decide.
  public double renewal;

  /// Whether masks and noise are drawn.
  boolean draws() {
    return training || sampling;
  }

  /// Picks the masks; the same step gives the same masks.
  public long step;
}
