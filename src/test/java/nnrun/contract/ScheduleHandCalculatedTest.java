package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.List;
import java.util.Map;
import nnrun.schedule.MultiStep;
import nnrun.schedule.Piecewise;
import nnrun.schedule.ReduceOnPlateau;
import nnrun.schedule.Schedule;
import nnrun.schedule.Warmup;
import nnrun.state.Hyper;
import org.junit.jupiter.api.Test;

class ScheduleHandCalculatedTest {
  /// The rates of the first updates, two an epoch, from 0.4.
  private static double[] rates(String name, Map<String, Object> settings, int updates) {
    Schedule schedule = Golden.component(Schedule.class, name, settings, Map.of(), Map.of());
    Schedule.Live live = schedule.start(new Schedule.Time(updates, 2), 0.4, 0);
    Hyper hyper = new Hyper();
    double[] rates = new double[updates];
    for (int t = 0; t < updates; t++) {
      live.drive(t, hyper);
      rates[t] = hyper.lr;
    }
    return rates;
  }

  /// Epochs are 0, 0, 1, 1, 2, 2, 3, 3: 0.4·0.5 from epoch 1, 0.4·0.5² from epoch 3 on.
  @Test
  @HandCalculated(MultiStep.class)
  void milestonesCountEpochs() {
    double[] rates = rates("multi_step", Map.of("milestones", List.of(1, 3), "gamma", 0.5), 8);
    assertClose("rates", rates, new double[] {0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1}, 1e-15);
  }

  /// 0.4 before update 2, 0.4·0.5 before update 5, then 0.4·0.75: factors are of the first rate, not of the last.
  @Test
  @HandCalculated(Piecewise.class)
  void eachStairIsAShareOfTheOptimizersRate() {
    Map<String, Object> settings = Map.of("boundaries", List.of(2, 5), "factors", List.of(0.5, 0.75), "per", "step");
    double[] rates = rates("piecewise", settings, 7);
    assertClose("rates", rates, new double[] {0.4, 0.4, 0.2, 0.2, 0.2, 0.3, 0.3}, 1e-15);
  }

  /// Two epochs of warm-up, of two updates each, at a measure that never gets better. With patience 0 the first epoch
  /// afterwards sets the measure and the next cuts the rate: 0.4 in epochs 3 and 4, 0.04 in epoch 5.
  @Test
  @HandCalculated({Warmup.class, ReduceOnPlateau.class})
  void epochsOfAWarmUpDoNotWearOutThePatienceBehindIt() {
    Map<String, Object> plateau = Map.of("type", "reduce_on_plateau", "patience", 0);
    Schedule schedule =
        Golden.component(Schedule.class, "warmup", Map.of("epochs", 2, "then", plateau), Map.of(), Map.of());
    Schedule.Live live = schedule.start(new Schedule.Time(10, 2), 0.4, 0);
    Hyper hyper = new Hyper();
    double[] rates = new double[10];
    for (int t = 0; t < 10; t++) {
      live.drive(t, hyper);
      rates[t] = hyper.lr;
      if (t % 2 == 1) {
        live.observe(_ -> 1);
      }
    }
    assertClose("rates", rates, new double[] {0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.4, 0.4, 0.04, 0.04}, 1e-15);
  }

  /// Epochs 0, 0, 1, 1: the second stair begins with update 2.
  @Test
  @HandCalculated(Piecewise.class)
  void stairsCountEpochsUnlessStepsAreAskedFor() {
    double[] rates = rates("piecewise", Map.of("boundaries", List.of(1), "factors", List.of(0.25)), 4);
    assertClose("rates", rates, new double[] {0.4, 0.4, 0.1, 0.1}, 1e-15);
  }
}
