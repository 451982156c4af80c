package nnrun.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import nnrun.init.Gain;
import nnrun.init.XavierUniform;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.Pass;
import nnrun.layer.Shape;
import nnrun.layer.Signal;
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
    build = new Build(engine, Stream.of(11), capacityRows, true);
    Shape sample = Shape.of(shape);
    in = new Signal(build.perRow(sample.size()), build.perRow(sample.size()), sample);
    live = layer.resolved(new XavierUniform(Gain.parse("1"))).build(in, build.at("layer", 1));
    pass.training = true;
    pass.step = 1;
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
