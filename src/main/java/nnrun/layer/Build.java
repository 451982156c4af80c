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
/// Its [Purpose] decides whether gradients are planned, and what shares memory.
public final class Build {
  private final Engine engine;
  private final Stream seed;
  private final Purpose purpose;
  private final int capacityRows;
  private final List<Matrix> perRow = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<String, FromRun> fromRuns = new LinkedHashMap<>();
  private final Map<Integer, Matrix[]> shared = new LinkedHashMap<>();
  private String layer = "";
  private double gain = 1;
  private boolean lasting = true;
  private int turnOfValues;
  private int turnOfGradients;

  /// @param seed of the run
  /// @param capacityRows the largest batch
  public Build(Engine engine, Stream seed, int capacityRows, Purpose purpose) {
    this.engine = engine;
    this.seed = seed;
    this.capacityRows = capacityRows;
    this.purpose = purpose;
  }

  /// Starts a layer: its name, and the gain of the activation that follows it.
  public Build at(String name, double followingGain) {
    layer = name;
    gain = followingGain;
    lasting = true;
    return this;
  }

  /// Whether the output of the layer just started is read after the forward pass of the next one.
  public Build lasting(boolean wanted) {
    lasting = wanted || purpose != Purpose.TRAIN;
    return this;
  }

  public Engine engine() {
    return engine;
  }

  /// The layer's own random numbers for a purpose.
  public Stream stream(String purpose) {
    return seed.named(layer).named(purpose);
  }

  /// The input of the network: nobody needs its gradient.
  public Signal input(Shape shape) {
    return new Signal(perRow(shape.size()), null, shape, true);
  }

  /// The output of a layer without parameters: its gradient is needed if that of its input is.
  public Signal output(Signal in, Shape shape) {
    return new Signal(value(shape), in.gradient() == null ? null : gradient(shape), shape, lasting);
  }

  /// The output of a layer with parameters.
  public Signal trainedOutput(Shape shape) {
    return new Signal(value(shape), purpose.learning() ? gradient(shape) : null, shape, lasting);
  }

  private Matrix value(Shape shape) {
    return lasting ? perRow(shape.size()) : shared(shape.size(), turnOfValues ^= 1);
  }

  private Matrix gradient(Shape shape) {
    return purpose == Purpose.TRAIN ? shared(shape.size(), turnOfGradients ^= 1) : perRow(shape.size());
  }

  /// One of two matrices in turn, so that a layer never writes where it reads. Values and gradients may meet in one:
  /// shared values are of the forward pass, gradients of the backward pass.
  private Matrix shared(int columns, int turn) {
    Matrix[] pair = shared.computeIfAbsent(columns, _ -> new Matrix[2]);
    if (pair[turn] == null) {
      pair[turn] = perRow(columns);
    }
    return pair[turn];
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
    Matrix gradient = purpose.learning() ? engine.matrix(rows, columns) : value;
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
