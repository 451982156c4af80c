package nnrun.schedule;

import java.util.function.ToDoubleFunction;
import nnrun.state.Hyper;
import nnrun.state.State;
import org.jspecify.annotations.Nullable;

/// How the learning rate (and for some the momentum) changes from update to update. A schedule without a length spans
/// the rest of the run, and holds its last value past its end.
public sealed interface Schedule permits Schedule.Pure, Warmup, ReduceOnPlateau {
  /// @param time the length of the run
  /// @param lr the optimizer's rate, which the schedule starts from
  /// @param momentum the optimizer's momentum
  Live start(Time time, double lr, double momentum);

  /// The length of its own that it has or could be given; null where it has no end.
  default @Nullable Length length() {
    return null;
  }

  /// The length of a run.
  ///
  /// @param steps updates in all, or in what is left for this schedule
  /// @param stepsPerEpoch updates an epoch
  record Time(long steps, int stepsPerEpoch) {}

  /// A schedule at work.
  interface Live {
    /// Sets rate and momentum of an update.
    ///
    /// @param t updates done before it, from 0
    void drive(long t, Hyper hyper);

    /// Told after each epoch.
    ///
    /// @param measures a measure of that epoch by its name in metrics.csv
    default void observe(ToDoubleFunction<String> measures) {}

    /// Memory.
    default void state(State s) {}
  }

  /// A schedule without memory.
  sealed interface Pure extends Schedule
      permits Constant,
          Step,
          MultiStep,
          Piecewise,
          Exponential,
          Linear,
          Polynomial,
          Cosine,
          CosineRestarts,
          OneCycle,
          Cyclic,
          InverseSqrt {
    /// Sets what changes; rate and momentum are the optimizer's own before.
    void drive(long t, Time time, Hyper hyper);

    @Override
    default Live start(Time time, double lr, double momentum) {
      return (t, hyper) -> {
        hyper.lr = lr;
        hyper.momentum = momentum;
        drive(t, time, hyper);
      };
    }
  }
}
