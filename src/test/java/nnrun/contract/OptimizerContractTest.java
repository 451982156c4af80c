package nnrun.contract;

import static nnrun.contract.Numbers.assertCloseByLength;
import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.contract.Variants.Variant;
import nnrun.optim.Clip;
import nnrun.optim.Optimizer;
import nnrun.optim.Updates;
import nnrun.state.Hyper;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerContractTest {
  static List<Variant<Optimizer>> optimizers() {
    return Variants.of(Optimizer.class);
  }

  /// Rows and columns of parameters: one large enough for several threads.
  private static final int[][] SHAPES = {{513, 37}, {1, 37}, {7, 1}, {16, 16}, {17, 3}, {255, 1}, {257, 2}, {1, 1}};

  /// An optimizer on parameters whose values and gradients depend only on their shape, place and step.
  private static final class Descent {
    final List<Parameter> parameters = new ArrayList<>();
    final Hyper hyper = new Hyper();
    final Updates updates;

    Descent(Engine engine, Optimizer optimizer, int[]... shapes) {
      for (int[] shape : shapes) {
        Matrix value = engine.matrix(shape[0], shape[1]);
        Matrix gradient = engine.matrix(shape[0], shape[1]);
        Parameter parameter = new Parameter(shape[0] + "x" + shape[1], "layer", Parameter.Kind.WEIGHT, value, gradient);
        Numbers.random(value, Stream.of(1).named(parameter.name()));
        parameters.add(parameter);
      }
      updates = new Updates(engine, optimizer, hyper, parameters);
      hyper.lr = optimizer.lr();
      hyper.momentum = optimizer.momentum();
    }

    Descent steps(int count) {
      for (int i = 0; i < count; i++) {
        hyper.step++;
        for (Parameter parameter : parameters) {
          Numbers.random(parameter.gradient(), Stream.of(2).named(parameter.name()).at(hyper.step));
        }
        updates.run();
      }
      return this;
    }

    Map<String, double[]> results() {
      Map<String, double[]> results = new LinkedHashMap<>();
      parameters.forEach(parameter -> results.put(parameter.name(), Numbers.of(parameter.value())));
      Memory memory = new Memory();
      updates.state(memory);
      memory
          .values()
          .forEach((name, value) ->
              results.put(name, value instanceof double[] array ? array : new double[] {(Double) value}));
      return results;
    }
  }

  private static Map<String, double[]> threeSteps(Engine engine, Optimizer optimizer, int[]... shapes) {
    try (engine) {
      return new Descent(engine, optimizer, shapes).steps(3).results();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void compiledLoopsGiveTheBitsOfThePlainOnesOnAnyNumberOfThreads(Variant<Optimizer> optimizer) {
    for (Precision precision : Precision.values()) {
      Map<String, double[]> plain = threeSteps(Engine.plain(precision), optimizer.component(), SHAPES);
      for (int threads : new int[] {1, 3}) {
        Map<String, double[]> fast = threeSteps(Engine.of(precision, threads), optimizer.component(), SHAPES);
        plain.forEach((name, numbers) -> assertSameBits(name + ", " + threads + " threads", fast.get(name), numbers));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void float32IsCloseToFloat64(Variant<Optimizer> optimizer) {
    int[] shape = {17, 3};
    Map<String, double[]> wide = threeSteps(Engine.of(Precision.FLOAT64, 1), optimizer.component(), shape);
    Map<String, double[]> narrow = threeSteps(Engine.of(Precision.FLOAT32, 1), optimizer.component(), shape);
    wide.forEach((name, numbers) -> assertCloseByLength(name, narrow.get(name), numbers, 1e-5));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void afterSnapshotAndRestoreOneMoreStepGivesTheSameBits(Variant<Optimizer> optimizer) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Descent first = new Descent(engine, optimizer.component(), SHAPES).steps(3);
      Memory saved = new Memory();
      first.updates.state(saved);
      Descent second = new Descent(engine, optimizer.component(), SHAPES);
      second.updates.state(saved.load());
      second.hyper.step = first.hyper.step;
      for (int i = 0; i < SHAPES.length; i++) {
        second.parameters.get(i).value().copy(first.parameters.get(i).value());
      }
      Map<String, double[]> expected = first.steps(1).results();
      second.steps(1).results().forEach((name, numbers) -> assertSameBits(name, numbers, expected.get(name)));
    }
  }

  /// The length of a gradient that `clip: {norm: ...}` looks at is that over all tensors, by definition.
  static List<Variant<Optimizer>> optimizersWithoutClippingByLength() {
    return optimizers().stream()
        .filter(optimizer -> {
          Clip clip = optimizer.component().common().clip();
          return clip == null || clip.norm() == null;
        })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("optimizersWithoutClippingByLength")
  void anUpdateDoesNotDependOnHowManyTensorsThereAre(Variant<Optimizer> optimizer) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Map<String, double[]> together = new Descent(engine, optimizer.component(), SHAPES).steps(4).results();
      for (int[] shape : SHAPES) {
        new Descent(engine, optimizer.component(), shape)
            .steps(4)
            .results()
            .forEach((name, numbers) -> assertSameBits(name, numbers, together.get(name)));
      }
    }
  }

  /// ½ is a power of two, so that halving the rate early or late gives the same bits.
  @ParameterizedTest
  @MethodSource("optimizers")
  void aGroupsFactorIsThatOfTheRate(Variant<Optimizer> optimizer) throws ConfigException {
    Map<String, Object> yaml = new LinkedHashMap<>(Golden.map(Json.parse(optimizer.yaml())));
    yaml.put("groups", List.of(Map.of("layers", List.of("layer"), "lr_factor", 0.5)));
    Optimizer grouped = Config.parse(Optimizer.class, Json.write(yaml), "grouped").value();
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Descent half = new Descent(engine, optimizer.component(), SHAPES);
      half.hyper.lr /= 2;
      Map<String, double[]> expected = half.steps(3).results();
      Map<String, double[]> results = new Descent(engine, grouped, SHAPES).steps(3).results();
      expected.forEach((name, numbers) -> assertSameBits(name, results.get(name), numbers));
    }
  }

  @Test
  void amsgradIsAdamWithItsFlag() throws ConfigException {
    Optimizer adam = Config.parse(Optimizer.class, "{type: adam, amsgrad: true}", "adam").value();
    Optimizer amsgrad = Config.parse(Optimizer.class, "amsgrad", "amsgrad").value();
    Map<String, double[]> expected = threeSteps(Engine.of(Precision.FLOAT32, 1), adam, SHAPES);
    threeSteps(Engine.of(Precision.FLOAT32, 1), amsgrad, SHAPES)
        .forEach((name, numbers) -> assertSameBits(name, numbers, expected.get(name)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aZeroGradientLeavesFiniteNumbers(Variant<Optimizer> optimizer) {
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        Descent descent = new Descent(engine, optimizer.component(), new int[][] {{3, 2}});
        for (int i = 0; i < 3; i++) {
          descent.hyper.step++;
          descent.updates.run();
        }
        assertThat(descent.parameters.getFirst().value().firstNonFinite()).isEqualTo(-1);
      }
    }
  }

  /// Numbers below the normal ones are many times slower to calculate with, and a moving mean would stay there for
  /// ever.
  @ParameterizedTest
  @MethodSource("optimizers")
  void whatFadesBecomesZeroAndNeverSubnormal(Variant<Optimizer> optimizer) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Descent descent = new Descent(engine, optimizer.component(), new int[][] {{3, 2}}).steps(1);
      descent.parameters.getFirst().gradient().fill(0);
      for (int i = 0; i < 2000; i++) {
        descent.hyper.step++;
        descent.updates.run();
      }
      Memory memory = new Memory();
      descent.updates.state(memory);
      memory
          .values()
          .forEach((name, value) -> {
            for (double number : value instanceof double[] slot ? slot : new double[0]) {
              assertThat(number == 0 || Math.abs(number) >= Float.MIN_NORMAL).as("%s: %s", name, number).isTrue();
            }
          });
    }
  }
}
