package nnrun.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.init.FromRun;
import nnrun.init.Initializer;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// What a layer is built with: it makes its buffers, parameters and operations here, once.
///
/// A build in `learning` mode also plans gradients; without it a network can only predict.
public final class Build {
  private final Engine engine;
  private final Stream seed;
  private final boolean learning;
  private final int capacityRows;
  private final List<Matrix> perRow = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<String, FromRun> fromRuns = new LinkedHashMap<>();
  private String layer = "";
  private double gain = 1;

  /// @param seed of the run
  /// @param capacityRows the largest batch
  public Build(Engine engine, Stream seed, int capacityRows, boolean learning) {
    this.engine = engine;
    this.seed = seed;
    this.capacityRows = capacityRows;
    this.learning = learning;
  }

  /// Starts a layer: its name, and the gain of the activation that follows it.
  public Build at(String name, double followingGain) {
    layer = name;
    gain = followingGain;
    return this;
  }

  public Engine engine() {
    return engine;
  }

  public boolean learning() {
    return learning;
  }

  /// The layer's own random numbers for a purpose.
  public Stream stream(String purpose) {
    return seed.named(layer).named(purpose);
  }

  /// The input of the network: nobody needs its gradient.
  public Signal input(Shape shape) {
    return new Signal(perRow(shape.size()), null, shape);
  }

  /// The output of a layer without parameters: its gradient is needed if that of its input is.
  public Signal output(Signal in, Shape shape) {
    return new Signal(perRow(shape.size()), in.gradient() == null ? null : perRow(shape.size()), shape);
  }

  /// The output of a layer with parameters.
  public Signal trainedOutput(Shape shape) {
    return new Signal(perRow(shape.size()), learning ? perRow(shape.size()) : null, shape);
  }

  /// A (batch, columns) matrix whose rows follow the batch.
  public Matrix perRow(int columns) {
    Matrix matrix = engine.matrix(capacityRows, columns);
    perRow.add(matrix);
    return matrix;
  }

  /// A trained matrix.
  public Parameter parameter(
      String name, Parameter.Kind kind, int rows, int columns, Initializer init, int fanIn, int fanOut) {
    return parameter(name, kind, rows, columns, init, new Initializer.Fan(fanIn, fanOut, gain));
  }

  /// A trained matrix (in, out) of a map that no activation follows, whatever follows the layer.
  Parameter linear(String name, int in, int out, Initializer init) {
    return parameter(name, Parameter.Kind.WEIGHT, in, out, init, new Initializer.Fan(in, out, 1));
  }

  private Parameter parameter(
      String name, Parameter.Kind kind, int rows, int columns, Initializer init, Initializer.Fan fan) {
    if (init instanceof FromRun from) {
      fromRuns.put(layer, from);
    }
    Matrix value = engine.matrix(rows, columns);
    Matrix gradient = learning ? engine.matrix(rows, columns) : value;
    Parameter parameter = new Parameter(layer + "." + name, layer, kind, value, gradient);
    if (!engine.isPlanning()) {
      init.fill(value, fan, stream(name));
    }
    parameters.add(parameter);
    return parameter;
  }

  /// The runs that layers take their weights from, by the layer's name.
  public Map<String, FromRun> fromRuns() {
    return fromRuns;
  }

  /// All parameters so far, in the order made.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// All matrices whose rows follow the batch.
  public List<Matrix> batchMatrices() {
    return perRow;
  }
}
