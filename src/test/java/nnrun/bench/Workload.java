package nnrun.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.schedule.Constant;
import nnrun.spec.Doc;
import nnrun.tensor.Precision;
import nnrun.train.ModelLayer;

/// The networks that every peer is measured with: shapes, losses and optimizers as YAML, the same that a user writes.
final class Workload {
  private static final List<Workload> ALL =
      List.of(
          new Workload("W1", "2-8-8-1", "tanh", false, 0, "mse", "sgd", 0.03, 10, 500, 36_400_000),
          new Workload("W2", "30-64-32-2", "relu", false, 0, "cross_entropy", "adam", 1e-5, 32, 2048, 3_800_000),
          new Workload("W3", "784-256-128-10", "relu", false, 0, "cross_entropy", "adam", 1e-5, 128, 12800, 122_000),
          new Workload(
              "W4", "784-2048-2048-10", "relu", false, 0.5, "cross_entropy", "momentum", 1e-4, 256, 5120, 4_520),
          new Workload(
              "W5",
              "784-" + "256-".repeat(20) + "10",
              "relu",
              true,
              0,
              "cross_entropy",
              "momentum",
              1e-4,
              128,
              12800,
              15_700),
          new Workload(
              "W6",
              "784-1000-500-250-30-250-500-1000-784",
              "sigmoid",
              false,
              0,
              "binary_cross_entropy",
              "adam",
              1e-5,
              256,
              5120,
              8_800));

  private final String name;
  final int[] widths;
  final int batch;
  final int rows;
  final String activation;
  final boolean norm;
  final double dropout;
  final String loss;
  final String optimizer;
  final double rate;

  /// Samples a second on one thread of a fused static plan in C over OpenBLAS or MKL, the faster one, measured on a
  /// core of 215 GFLOP/s: what to look up to.
  final int limit;

  private Workload(
      String name,
      String widths,
      String activation,
      boolean norm,
      double dropout,
      String loss,
      String optimizer,
      double rate,
      int batch,
      int rows,
      int limit) {
    this.name = name;
    this.widths = List.of(widths.split("-")).stream().mapToInt(Integer::parseInt).toArray();
    this.activation = activation;
    this.norm = norm;
    this.dropout = dropout;
    this.loss = loss;
    this.optimizer = optimizer;
    this.rate = rate;
    this.batch = batch;
    this.rows = rows;
    this.limit = limit;
  }

  static List<Workload> all() {
    return ALL;
  }

  static Workload named(String name) {
    return ALL.stream().filter(w -> w.name.equals(name)).findFirst().orElseThrow();
  }

  /// The same kind of network, small.
  Workload small(String widths, double dropout) {
    return new Workload(name, widths, activation, norm, dropout, loss, optimizer, 0.01, 7, 35, limit);
  }

  String name() {
    return name;
  }

  /// What of a workload a config says.
  record Parts(@Doc("Layers") List<ModelLayer> model, @Doc("Loss") Loss loss, @Doc("Optimizer") Optimizer optimizer) {}

  Parts parts(double rate) throws ConfigException {
    List<String> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add("{type: dense, units: " + widths[i] + ", init: xavier_uniform}"); // the start of all peers
      boolean last = i == widths.length - 1;
      if (!last && norm) {
        layers.add("batch_norm");
      }
      if (!last || outputActivated()) {
        layers.add(activation);
      }
      if (!last && dropout > 0) {
        layers.add("{dropout: " + dropout + "}");
      }
    }
    String yaml =
        "model: [%s]\nloss: %s\noptimizer: {type: %s, lr: %s}\n"
            .formatted(String.join(", ", layers), loss, optimizer, rate);
    return Config.parse(Parts.class, yaml, name()).value();
  }

  /// The regression of W1 ends in tanh, as its peers' do.
  boolean outputActivated() {
    return name.equals("W1");
  }

  /// Whether the targets are classes.
  boolean classes() {
    return loss.equals("cross_entropy");
  }

  /// Whether the inputs are the targets.
  boolean autoencoder() {
    return loss.equals("binary_cross_entropy");
  }

  /// All that a peer has to know, separated by commas.
  String line() {
    String shape = String.join("-", IntStream.of(widths).mapToObj(String::valueOf).toList());
    return String.join(
        ",",
        List.of(
            name(),
            shape,
            activation,
            "" + norm,
            "" + dropout,
            loss,
            optimizer,
            "" + rate,
            "" + batch,
            "" + rows,
            "" + limit));
  }

  /// Floating-point operations of a step a sample: forward, and backward without the gradient of the input.
  long flopsPerSample() {
    long products = 0;
    for (int i = 1; i < widths.length; i++) {
      products += 2L * widths[i - 1] * widths[i] * (i == 1 ? 2 : 3);
    }
    return products;
  }

  static nnrun.schedule.Schedule schedule() {
    return new Constant();
  }

  static Precision precision(String name) {
    return name.equals("float64") ? Precision.FLOAT64 : Precision.FLOAT32;
  }
}
