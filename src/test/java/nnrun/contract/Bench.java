package nnrun.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.init.Gain;
import nnrun.init.XavierUniform;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.Pass;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.layer.Signal;
import nnrun.spec.Invalid;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// One layer alone, between an input whose gradient is wanted and a given gradient of its output.
final class Bench {
  final Build build;
  final Signal in;
  final Layer.Live live;
  final Pass pass = new Pass();

  Bench(Engine engine, Layer layer, int capacityRows, int... shape) {
    build = new Build(engine, Stream.of(11), capacityRows, Purpose.WATCH);
    Layer resolved = layer.resolved(new XavierUniform(Gain.parse("1")));
    Signal signal = null;
    Layer.Live fitting = null;
    for (Shape sample : shapes(shape)) {
      try {
        signal = new Signal(build.perRow(sample.size()), build.perRow(sample.size()), sample, true);
        fitting = resolved.build(signal, build.at("layer", 1));
        break;
      } catch (Invalid _) { // it wants another shape
      }
    }
    if (fitting == null) {
      throw new AssertionError(layer + " fits no shape");
    }
    in = signal;
    live = fitting;
    pass.training = true;
    pass.step = 1;
  }

  /// A layer that does not take a row of any length gets one that makes 3 or 17 groups, an image, or the 120 numbers of
  /// a shape 1 x 2 x 3 x 4 x 5.
  private static List<Shape> shapes(int... shape) {
    int n = shape[0];
    return shape.length > 1
        ? List.of(Shape.of(shape))
        : List.of(Shape.of(n), Shape.of(6 * n), Shape.of(34 * n), Shape.of(2, n, 3), Shape.of(120));
  }

  Matrix x() {
    return in.value();
  }

  Matrix y() {
    return live.output().value();
  }

  Matrix dx() {
    return in.gradient();
  }

  Matrix dy() {
    return live.output().gradient();
  }

  Parameter parameter(String name) {
    return build.parameters().stream().filter(p -> p.name().equals("layer." + name)).findFirst().orElseThrow();
  }

  /// Uses `n` rows, and random numbers that depend only on their place.
  Bench random(int n) {
    build.batchMatrices().forEach(matrix -> matrix.rows(n));
    Stream stream = Stream.of(5);
    Numbers.random(x(), stream.named("x"));
    for (Parameter parameter : build.parameters()) {
      Numbers.random(parameter.value(), stream.named(parameter.name()));
    }
    return this;
  }

  void forward() {
    live.forward(pass);
  }

  /// A layer that hands its input through shares the gradient too, so dy is filled anew each time.
  void backward() {
    Numbers.random(dy(), Stream.of(6));
    live.backward(pass);
  }

  /// Everything that a step leaves: output, gradients, memory.
  Map<String, double[]> results() {
    Map<String, double[]> results = new LinkedHashMap<>();
    results.put("y", Numbers.of(y()));
    results.put("dx", Numbers.of(dx()));
    for (Parameter parameter : build.parameters()) {
      results.put("d" + parameter.name(), Numbers.of(parameter.gradient()));
    }
    Memory memory = new Memory();
    live.state(memory);
    memory.values().forEach((name, value) -> results.put(name, (double[]) value));
    return results;
  }
}
