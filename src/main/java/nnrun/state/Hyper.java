package nnrun.state;

/// The settings of one update that a schedule may drive. One object lives as long as a training and changes every step.
public final class Hyper {
  /// The learning rate η of this update.
  public double lr;

  /// The momentum of this update: μ, or Adam's β₁.
  public double momentum;

  /// The number of this update, from 1.
  public long step;
}
