package nnrun.schedule;

import java.util.List;
import nnrun.spec.Invalid;

/// What a schedule counts.
public enum Unit {
  STEP,
  EPOCH;

  /// `t` in this unit.
  long count(long t, Schedule.Time time) {
    return this == STEP ? t : t / time.stepsPerEpoch();
  }

  /// How many of these times have come.
  ///
  /// @param times ascending
  int reached(List<Long> times, long t, Schedule.Time time) {
    long now = count(t, time);
    int reached = 0;
    while (reached < times.size() && times.get(reached) <= now) {
      reached++;
    }
    return reached;
  }

  /// @param parameter the name to point at
  static void requireAscending(String parameter, List<Long> times) {
    long before = 0;
    for (long time : times) {
      if (time <= before) {
        throw new Invalid(parameter, "these ascend from 1 on, and " + time + " does not come after " + before);
      }
      before = time;
    }
  }
}
