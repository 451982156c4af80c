package nnrun.schedule;

import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.spec.Rule;
import org.jspecify.annotations.Nullable;

/// A length in updates or in epochs.
@Rule(when = "steps", excludes = "epochs", says = "a length is given in steps or in epochs, not both")
public record Length(
    @Doc("Length in updates; where neither is given, and none need be, the rest of the run")
        @Example("500")
        @Range("[1,1e12]")
        @Nullable Long steps,
    @Doc("Length in epochs, instead of steps") @Range("(0,1e9]") @Nullable Double epochs) {
  public boolean given() {
    return steps != null || epochs != null;
  }

  /// In updates; the rest of the run where none is given.
  public long in(Schedule.Time time) {
    if (steps != null) {
      return steps;
    }
    return epochs != null ? Math.max(1, Math.round(epochs * time.stepsPerEpoch())) : Math.max(1, time.steps());
  }
}
