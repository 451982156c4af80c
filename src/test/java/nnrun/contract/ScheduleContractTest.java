package nnrun.contract;

import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.schedule.Schedule;
import nnrun.state.Hyper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleContractTest {
  private static final int STEPS_PER_EPOCH = 3;
  private static final int STEPS = 60;

  static List<Variant<Schedule>> schedules() {
    return Variants.of(Schedule.class);
  }

  /// Rates and momenta of the updates `from` to `to`. The measure gets better for four epochs, then worse.
  private static double[] follow(Schedule.Live live, int from, int to) {
    double[] numbers = new double[2 * (to - from)];
    Hyper hyper = new Hyper();
    for (int t = from; t < to; t++) {
      live.drive(t, hyper);
      numbers[2 * (t - from)] = hyper.lr;
      numbers[2 * (t - from) + 1] = hyper.momentum;
      if ((t + 1) % STEPS_PER_EPOCH == 0) {
        int epoch = t / STEPS_PER_EPOCH;
        live.observe(_ -> 1 + Math.abs(epoch - 4));
      }
    }
    return numbers;
  }

  private static Schedule.Live start(Schedule schedule) {
    return schedule.start(new Schedule.Time(STEPS, STEPS_PER_EPOCH), 0.1, 0.9);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void ratesAreFiniteAndNeverNegativeAlsoPastTheEnd(Variant<Schedule> schedule) {
    for (double number : follow(start(schedule.component()), 0, 3 * STEPS)) {
      assertThat(number).isFinite().isNotNegative();
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aRunOfOneStepHasARate(Variant<Schedule> schedule) {
    Hyper hyper = new Hyper();
    schedule.component().start(new Schedule.Time(1, 1), 0.1, 0.9).drive(0, hyper);
    assertThat(hyper.lr).isFinite().isPositive();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void afterSnapshotAndRestoreItGoesOnTheSame(Variant<Schedule> schedule) {
    for (int stop : new int[] {0, 1, 15, 45}) {
      Schedule.Live first = start(schedule.component());
      follow(first, 0, stop);
      Memory saved = new Memory();
      first.state(saved);
      Schedule.Live second = start(schedule.component());
      second.state(saved.load());
      assertSameBits("after " + stop, follow(second, stop, STEPS), follow(first, stop, STEPS));
    }
  }
}
