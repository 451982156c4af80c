package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.LinkedHashMap;
import java.util.Map;
import nnrun.schedule.Schedule;
import nnrun.state.Hyper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScheduleGoldenTest {
  static Schedule component(Golden golden) {
    Map<String, Object> params = golden.params();
    Map<String, Object> none = Map.of();
    return switch (golden.kind()) {
      case "step" -> read("step", params, Map.of("steps", "step_size"), none);
      case "exponential" -> read("exponential", params, Map.of(), Map.of("per", "step"));
      case "cosine_annealing" -> {
        boolean rises = String.valueOf(golden.get("note")).contains("goes UP again");
        Map<String, Object> end = Map.of("past_end", rises ? "rise" : "hold");
        yield read("cosine", params, Map.of("steps", "T_max", "min_lr", "eta_min"), end);
      }
      case "warmup_cosine" -> {
        Map<String, Object> then = new LinkedHashMap<>();
        then.put("type", "cosine");
        then.put("min_lr", params.get("eta_min"));
        yield read("warmup", params, Map.of("steps", "warmup_steps"), Map.of("then", then));
      }
      case "multistep" -> read("multi_step", params, Map.of(), Map.of("per", "step"));
      case "linear" -> read("linear", params, Map.of("steps", "total_iters"), none);
      case "polynomial" -> read("polynomial", params, Map.of("steps", "total_iters", "min_lr", "end_lr"), none);
      case "cosine_warm_restarts" ->
          read("cosine_restarts", params, Map.of("steps", "T_0", "factor", "T_mult", "min_lr", "eta_min"), none);
      case "cyclic" -> {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("div_factor", number(params, "max_lr") / number(params, "base_lr"));
        if (params.containsKey("step_size_down")) {
          more.put("fall", number(params, "step_size_down") / number(params, "step_size_up"));
        }
        yield read("cyclic", params, Map.of("steps", "step_size_up"), more);
      }
      case "onecycle" -> read("one_cycle", params, Map.of("steps", "total_steps", "anneal", "anneal_strategy"), none);
      default -> read(golden.kind(), params, Map.of(), none);
    };
  }

  private static double number(Map<String, Object> params, String name) {
    return ((Number) params.get(name)).doubleValue();
  }

  private static Schedule read(
      String name, Map<String, Object> params, Map<String, String> names, Map<String, Object> more) {
    return Golden.component(Schedule.class, name, params, names, more);
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> rateAndMomentumAreThoseOfTheFile() {
    return Golden.of("schedules").stream().map(golden -> DynamicTest.dynamicTest(golden.file(), () -> follow(golden)));
  }

  private static void follow(Golden golden) {
    double[] lr = golden.numbers("lr");
    double base = ((Number) golden.params().getOrDefault("max_lr", golden.params().get("lr"))).doubleValue();
    int stepsPerEpoch = golden.has("metric") ? 1 : 10;
    Schedule.Live live = component(golden).start(new Schedule.Time(lr.length, stepsPerEpoch), base, 0.9);
    Hyper hyper = new Hyper();
    double[] rates = new double[lr.length];
    double[] momenta = new double[lr.length];
    for (int t = 0; t < lr.length; t++) {
      live.drive(t, hyper);
      rates[t] = hyper.lr;
      momenta[t] = hyper.momentum;
      if (golden.has("metric")) {
        double metric = golden.numbers("metric")[t];
        live.observe(_ -> metric);
      }
    }
    assertClose("lr", rates, lr, 1e-12);
    if (golden.has("momentum")) {
      assertClose("momentum", momenta, golden.numbers("momentum"), 1e-12);
    }
    if (golden.has("lr_after_last")) {
      live.drive(lr.length, hyper);
      assertClose("lr after the last epoch", new double[] {hyper.lr}, golden.numbers("lr_after_last"), 1e-12);
    }
  }
}
