package nnrun.optim;

import java.util.List;
import nnrun.state.Hyper;

/// How a gradient moves a parameter. A record holds the settings; the training owns the memory: `slots` matrices a
/// parameter and named scalars a run, kept by [Updates].
public sealed interface Optimizer permits Sgd, Momentum, Nesterov, Adagrad, Rmsprop, Adam, Adamw, Nadam {
  /// The learning rate η before any schedule.
  double lr();

  /// What schedules move as the momentum: μ, or Adam's β₁; 0 where there is none.
  default double momentum() {
    return 0;
  }

  /// What every optimizer can take.
  Common common();

  /// Names of the matrices remembered for each parameter, zero before the first update.
  default List<String> slots() {
    return List.of();
  }

  /// What a slot holds before the first update.
  default double slotStart() {
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
