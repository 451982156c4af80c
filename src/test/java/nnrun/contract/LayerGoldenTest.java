package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nnrun.layer.BatchNorm;
import nnrun.layer.Dropout;
import nnrun.layer.Layer;
import nnrun.tensor.Engine;
import org.junit.jupiter.params.ParameterizedTest;

class LayerGoldenTest {
  static Layer component(Golden golden) {
    Map<String, Object> params = golden.params();
    return switch (golden.kind()) {
      case "linear" -> Golden.component(Layer.class, "dense", params, Map.of("units", "out_features"), Map.of());
      case "batchnorm1d" -> Golden.component(Layer.class, "batch_norm", params, Map.of(), Map.of());
      case "layernorm" -> Golden.component(Layer.class, "layer_norm", params, Map.of(), Map.of());
      case "groupnorm" -> Golden.component(Layer.class, "group_norm", params, Map.of("groups", "num_groups"), Map.of());
      case "instancenorm2d" -> Golden.component(Layer.class, "instance_norm", params, Map.of(), Map.of());
      case "dropout" -> Golden.component(Layer.class, "dropout", params, Map.of("rate", "p"), Map.of());
      default -> Golden.component(Layer.class, golden.kind(), params, Map.of(), Map.of());
    };
  }

  @ParameterizedTest
  @GoldenSource("layers")
  void outputAndGradientsAreThoseOfTheFile(Golden golden, Engines engines) {
    try (Engine engine = engines.make()) {
      switch (component(golden)) {
        case BatchNorm norm -> batchNorm(golden, norm, engine, engines.tolerance());
        case Dropout dropout -> dropout(golden, dropout, engine, engines.tolerance());
        case Layer layer -> plain(golden, layer, engine, engines.tolerance());
      }
    }
  }

  private static void plain(Golden golden, Layer layer, Engine engine, double tolerance) {
    double[] x = golden.numbers("x");
    int rows = Golden.list(golden.get("x")).size();
    Bench bench = new Bench(engine, layer, rows, shape(Golden.list(golden.get("x")).getFirst()));
    Map<String, Object> parameters = Golden.map(golden.get("parameters"));
    parameters.forEach((name, value) -> Numbers.fill(bench.parameter(ours(layer, name)).value(), ours(name, value)));
    Numbers.fill(bench.x(), x);
    bench.forward();
    assertClose("y", Numbers.of(bench.y()), golden.numbers("y"), tolerance);
    Numbers.fill(bench.dy(), golden.numbers("dy"));
    bench.live.backward(bench.pass);
    assertClose("dx", Numbers.of(bench.dx()), golden.numbers("dx"), tolerance);
    Golden.map(golden.get("grad"))
        .forEach((name, value) ->
            assertClose(
                "d" + name, Numbers.of(bench.parameter(ours(layer, name)).gradient()), ours(name, value), tolerance));
  }

  /// Of nested lists.
  private static int[] shape(Object sample) {
    List<Integer> dims = new ArrayList<>();
    for (Object at = sample; at instanceof List<?> list; at = list.getFirst()) {
      dims.add(list.size());
    }
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }

  /// The file calls the scale of a normalization weight and its shift bias.
  private static String ours(Layer layer, String name) {
    boolean norm = layer.type().endsWith("_norm");
    return !norm ? name : name.equals("weight") ? "gamma" : "beta";
  }

  /// The file keeps a matrix of weights as (out, in).
  private static double[] ours(String name, Object value) {
    boolean matrix = name.equals("weight") && Golden.list(value).getFirst() instanceof List<?>;
    return matrix ? Golden.transposed(value) : Golden.numbers(value);
  }

  private static void batchNorm(Golden golden, BatchNorm norm, Engine engine, double tolerance) {
    List<Object> batches = Golden.list(golden.get("train_batches"));
    int rows = Golden.list(Golden.map(batches.getFirst()).get("x")).size();
    Bench bench = new Bench(engine, norm, rows, golden.numbers("gamma").length);
    Numbers.fill(bench.parameter("gamma").value(), golden.numbers("gamma"));
    Numbers.fill(bench.parameter("beta").value(), golden.numbers("beta"));
    Memory start = new Memory();
    bench.live.state(start);
    start.values().put("running_mean", golden.numbers("running_mean0"));
    start.values().put("running_var", golden.numbers("running_var0"));
    bench.live.state(start.load());
    for (Object batch : batches) {
      Map<String, Object> fields = Golden.map(batch);
      Numbers.fill(bench.x(), Golden.numbers(fields.get("x")));
      bench.forward();
      assertClose("y", Numbers.of(bench.y()), Golden.numbers(fields.get("y")), tolerance);
      Numbers.fill(bench.dy(), Golden.numbers(fields.get("dy")));
      bench.live.backward(bench.pass);
      assertClose("dx", Numbers.of(bench.dx()), Golden.numbers(fields.get("dx")), tolerance);
      for (String name : List.of("gamma", "beta")) {
        double[] gradient = Numbers.of(bench.parameter(name).gradient());
        assertClose("d" + name, gradient, Golden.numbers(fields.get("d" + name)), tolerance);
      }
      for (String name : List.of("running_mean", "running_var")) {
        assertClose(name, bench.results().get(name), Golden.numbers(fields.get(name)), tolerance);
      }
    }
    Map<String, Object> eval = Golden.map(golden.get("eval"));
    double[] x = Golden.numbers(eval.get("x"));
    bench.build.batchMatrices().forEach(matrix -> matrix.rows(Golden.list(eval.get("x")).size()));
    Numbers.fill(bench.x(), x);
    bench.pass.training = false;
    bench.forward();
    assertClose("y in evaluation", Numbers.of(bench.y()), Golden.numbers(eval.get("y")), tolerance);
  }

  /// Our mask is a function of the step, so it cannot be given. But each element is kept in some steps and dropped in
  /// others; where it meets the file's mask it must meet the file's numbers.
  private static void dropout(Golden golden, Dropout dropout, Engine engine, double tolerance) {
    double[] x = golden.numbers("x");
    double[] mask = golden.numbers("mask");
    int rows = Golden.list(golden.get("x")).size();
    Bench bench = new Bench(engine, dropout, rows, x.length / rows);
    Numbers.fill(bench.x(), x);
    boolean[] met = new boolean[x.length];
    for (bench.pass.step = 1; bench.pass.step <= 64; bench.pass.step++) {
      bench.forward();
      Numbers.fill(bench.dy(), golden.numbers("dy"));
      bench.live.backward(bench.pass);
      for (int i = 0; i < x.length; i++) {
        if ((bench.y().at(i) != 0) == (mask[i] != 0)) {
          met[i] = true;
          assertClose("y", new double[] {bench.y().at(i)}, new double[] {golden.numbers("y")[i]}, tolerance);
          assertClose("dx", new double[] {bench.dx().at(i)}, new double[] {golden.numbers("dx")[i]}, tolerance);
        }
      }
    }
    for (boolean each : met) {
      if (!each) {
        throw new AssertionError("an element that 64 steps never drop or never keep");
      }
    }
    bench.pass.training = false;
    bench.forward();
    assertClose("y in evaluation", Numbers.of(bench.y()), golden.numbers("y_eval"), tolerance);
  }
}
