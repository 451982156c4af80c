package nnrun.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.init.Gain;
import nnrun.init.XavierUniform;
import nnrun.layer.Build;
import nnrun.layer.Layer;
import nnrun.layer.Pass;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.layer.Signal;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.optim.Updates;
import nnrun.state.Hyper;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a training step does besides products, each as the config names it: a layer forward and backward, a loss and
/// its gradient, an update. Elements are those of the layer's or loss's input, or of the parameter.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class KernelsBenchmark {
  @Param({
    "layer relu",
    "layer tanh",
    "layer sigmoid",
    "layer gelu",
    "layer softmax",
    "layer dropout",
    "layer batch_norm",
    "layer layer_norm",
    "loss cross_entropy",
    "loss binary_cross_entropy",
    "loss mse",
    "optimizer sgd",
    "optimizer momentum",
    "optimizer adam"
  })
  public String kernel = "";

  @Param({"128x10", "128x256", "256x2048"})
  public String shape = "";

  @Param("FLOAT32")
  public Precision precision = Precision.FLOAT32;

  @Param("1")
  public int threads;

  private final Stream random = Stream.of(1);
  private Engine engine = Engine.planning(Precision.FLOAT32);
  private Runnable pass = () -> {};
  private int elements;

  /// Shown as a rate, in thousand million.
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public double gigaElements;
  }

  @Setup(Level.Trial)
  public void build() throws ConfigException {
    String[] sizes = shape.split("x");
    int rows = Integer.parseInt(sizes[0]);
    int columns = Integer.parseInt(sizes[1]);
    elements = rows * columns;
    engine = Engine.of(precision, threads);
    String[] words = kernel.split(" ");
    pass =
        switch (words[0]) {
          case "layer" -> layer(read(Layer.class, words[1]), rows, columns);
          case "loss" -> loss(read(Loss.class, words[1]), rows, columns);
          default -> update(read(Optimizer.class, words[1]), rows, columns);
        };
  }

  private static <T> T read(Class<T> catalogue, String yaml) throws ConfigException {
    return Config.parse(catalogue, yaml, yaml).value();
  }

  private Runnable layer(Layer layer, int rows, int columns) {
    Build build = new Build(engine, random, rows, Purpose.WATCH);
    Signal x = new Signal(build.perRow(columns), build.perRow(columns), Shape.of(columns), true);
    fill(x.value());
    Layer.Live live = layer.resolved(new XavierUniform(Gain.parse("1"))).build(x, build.at("layer", 1));
    fill(live.output().gradient());
    Pass pass = new Pass();
    pass.training = true;
    return () -> {
      pass.step++;
      live.forward(pass);
      live.backward(pass);
    };
  }

  private Runnable loss(Loss loss, int rows, int columns) {
    Matrix y = fill(engine.matrix(rows, columns));
    Matrix t = engine.matrix(rows, columns);
    for (int row = 0; row < rows; row++) {
      t.put(row * columns + row % columns, 1);
    }
    Loss.Live live =
        loss.build(engine, y, engine.matrix(rows, columns), t, engine.matrix(rows, 1), engine.matrix(rows, 1));
    return () -> {
      live.forward();
      live.backward();
    };
  }

  /// The gradient stays as it is, so the rate is small enough that the parameter does not run away.
  private Runnable update(Optimizer optimizer, int rows, int columns) {
    Matrix value = fill(engine.matrix(rows, columns));
    Matrix gradient = fill(engine.matrix(rows, columns));
    Hyper hyper = new Hyper();
    Parameter parameter = new Parameter("layer.weight", "layer", Parameter.Kind.WEIGHT, value, gradient);
    Updates updates = new Updates(engine, optimizer, hyper, List.of(parameter));
    return () -> {
      hyper.step++;
      hyper.lr = 1e-6;
      hyper.momentum = optimizer.momentum();
      updates.run();
    };
  }

  private Matrix fill(Matrix m) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, random.normal(i));
    }
    return m;
  }

  @TearDown(Level.Trial)
  public void close() {
    engine.close();
  }

  @Benchmark
  public void kernel(Rate rate) {
    pass.run();
    rate.gigaElements += 1e-9 * elements;
  }
}
