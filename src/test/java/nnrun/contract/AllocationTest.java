package nnrun.contract;

import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.contract.Variants.Variant;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.optim.Updates;
import nnrun.schedule.Schedule;
import nnrun.state.Hyper;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A training step allocates nothing: garbage would make the steps' times uneven, and large buffers are planned once.
class AllocationTest {

  static List<Variant<Layer>> layers() {
    return Variants.of(Layer.class);
  }

  static List<Variant<Loss>> losses() {
    return Variants.of(Loss.class);
  }

  static List<Variant<Optimizer>> optimizers() {
    return Variants.of(Optimizer.class);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayersStepAllocatesNothing(Variant<Layer> layer) {
    step(layer.component(), read(Loss.class, "mse"), read(Optimizer.class, "sgd"));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLosssStepAllocatesNothing(Variant<Loss> loss) {
    boolean even = loss.component().targets(4) != 4;
    step(read(Layer.class, even ? "dense: 6" : "dense: 5"), loss.component(), read(Optimizer.class, "sgd"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anOptimizersStepAllocatesNothing(Variant<Optimizer> optimizer) {
    step(read(Layer.class, "dense: 5"), read(Loss.class, "mse"), optimizer.component());
  }

  static List<Variant<Schedule>> schedules() {
    return Variants.of(Schedule.class);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aSchedulesStepAllocatesNothing(Variant<Schedule> schedule) {
    Schedule.Live live = schedule.component().start(new Schedule.Time(100_000, 10), 0.1, 0.9);
    Hyper hyper = new Hyper();
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Allocation.assertNone(engine, () -> live.drive(hyper.step++ % 100_000, hyper), schedule.yaml());
    }
  }

  private static void step(Layer layer, Loss loss, Optimizer optimizer) {
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        Bench bench = new Bench(engine, layer, 9, Variants.LIST_LENGTH).random(9);
        Matrix t = engine.matrix(9, loss.targets(bench.y().columns()));
        Loss.Live live = loss.build(engine, bench.y(), bench.dy(), t, engine.matrix(9, 1), engine.matrix(9, 1));
        Hyper hyper = new Hyper();
        Updates updates = new Updates(engine, optimizer, hyper, List.copyOf(bench.build.parameters()));
        Runnable step =
            () -> {
              hyper.step++;
              hyper.momentum = optimizer.momentum();
              bench.pass.step = hyper.step;
              bench.forward();
              live.forward();
              live.backward();
              bench.live.backward(bench.pass);
              updates.run();
            };
        Allocation.assertNone(engine, step, precision.toString());
      }
    }
  }

  private static <T> T read(Class<T> sealed, String yaml) {
    try {
      return Config.parse(sealed, yaml, "test").value();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }
}
