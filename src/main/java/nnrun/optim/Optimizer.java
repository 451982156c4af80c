package nnrun.optim;

import java.util.List;
import nnrun.state.Hyper;

/// How a gradient moves a parameter. A record holds the settings; the training owns the memory: `slots` matrices a
/// parameter and named scalars a run, kept by [Updates].
public sealed interface Optimizer
    permits Sgd,
        GradientDescent,
        Momentum,
        Nesterov,
        Adagrad,
        Adadelta,
        Rmsprop,
        Adam,
        Adamw,
        Amsgrad,
        Nadam,
        Radam,
        Adamax,
        Rprop,
        Lion {
  /// The learning rate η before any schedule.
  double lr();

  /// What schedules move as the momentum: μ, or Adam's β₁; 0 where there is none.
  default double momentum() {
    return 0;
  }

  /// What every optimizer can take.
  Common common();

  /// Whether it is made for the gradient of all training rows, so that a config that says nothing of batches means
  /// that.
  default boolean wantsAllRows() {
    return false;
  }

  /// Names of the matrices remembered for each parameter, [#slotStart] before the first update.
  default List<String> slots() {
    return List.of();
  }

  /// What a slot holds before the first update.
  ///
  /// @param slot its index in [#slots]
  default double slotStart(int slot) {
    return 0;
  }

  /// Names of the numbers remembered for a run.
  default List<String> scalars() {
    return List.of();
  }

  /// What the scalars hold before the first update.
  default double scalarStart() {
    return 0;
  }

  /// Computes the scalars of one update in float64, once for all parameters, from those of the update before.
  default void advance(Hyper hyper, double[] scalars) {}

  /// The arithmetic of one element: reads p, g and the slots, says what they become.
  void rule(Rule r);
}
