package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import nnrun.data.Preprocessing;
import nnrun.data.Rows;
import nnrun.data.Targets;
import nnrun.metric.Classes;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;
import nnrun.train.Network;

/// Predictions with dropout and noise on, N times: mean = Σ p / N, sd = √(Σ (p - mean)² / (N - 1)) of each output; for
/// classes also the most probable one by the mean. Norms use running statistics. Gal and Ghahramani 2016.
///
/// Rows go through in blocks of [#BLOCK]. A mask is a function of (the run's seed, seed, sample, block, place in it).
final class Samples {
  /// Rows that share a key. Fixed, so that masks do not depend on the network's largest batch.
  static final int BLOCK = 64;

  private final Network network;
  private final Preprocessing preprocessing;
  private final int samples;
  private final Stream seed;
  private final boolean classes;
  private long blocks; // done so far

  /// @throws IllegalArgumentException when no layer is random
  Samples(Network network, Preprocessing preprocessing, int samples, long seed) {
    if (network.nodes().stream().noneMatch(node -> node.live() != null && node.live().random())) {
      throw new IllegalArgumentException(
          "--samples: no layer of this network is random, so that all samples would be the same;"
              + " leave --samples out, or train a network with dropout or gaussian_noise");
    }
    if (network.capacityRows() < BLOCK) {
      throw new IllegalArgumentException("samples need batches of at least " + BLOCK + " rows");
    }
    this.network = network;
    this.preprocessing = preprocessing;
    this.samples = samples;
    this.seed = Stream.of(seed).named("samples");
    classes = preprocessing.targets().kind() == Targets.Kind.CLASSES;
  }

  String header() {
    List<String> names = preprocessing.outputs();
    List<Object> header = new ArrayList<>();
    if (classes) {
      header.add("prediction");
    }
    names.forEach(name -> header.add("mean." + name));
    names.forEach(name -> header.add("sd." + name));
    return Csv.line(header);
  }

  /// Further rows.
  ///
  /// @param csv takes the lines of one block after another
  void add(Rows inputs, Consumer<String> csv) {
    network.pass().training = false;
    network.pass().sampling = true;
    try {
      for (int from = 0; from < inputs.rows(); from += BLOCK) {
        csv.accept(block(inputs, from, Math.min(BLOCK, inputs.rows() - from)));
      }
    } finally {
      network.pass().sampling = false;
    }
  }

  private String block(Rows inputs, int from, int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = from + i;
    }
    network.rows(rows);
    inputs.gather(order, 0, rows, network.input());
    Matrix p = network.prediction();
    int outputs = p.columns();
    double[] mean = new double[rows * outputs];
    double[] squares = new double[rows * outputs]; // Σ (p - mean)², kept up by Welford 1962
    for (int sample = 0; sample < samples; sample++) {
      network.pass().step = seed.at(sample).keyAt(blocks);
      network.forward();
      network.predict();
      for (int i = 0; i < mean.length; i++) {
        double before = p.at(i) - mean[i];
        mean[i] += before / (sample + 1);
        squares[i] += before * (p.at(i) - mean[i]);
      }
    }
    blocks++;
    for (int i = 0; i < mean.length; i++) {
      p.put(i, mean[i]);
    }
    StringBuilder lines = new StringBuilder();
    for (int r = 0; r < rows; r++) {
      lines.append(line(p, r, squares));
    }
    return lines.toString();
  }

  /// @param mean (rows, outputs)
  private String line(Matrix mean, int row, double[] squares) {
    int outputs = mean.columns();
    boolean binary = classes && outputs == 1; // one number for two classes: p and 1 - p, of the same sd
    List<Object> cells = new ArrayList<>();
    if (classes) {
      cells.add(preprocessing.targets().classes().get(Classes.of(mean, row)));
    }
    if (binary) {
      cells.add(Predictions.number(mean.precision(), 1 - mean.get(row, 0)));
    }
    for (int c = 0; c < outputs; c++) {
      cells.add(Predictions.number(mean.precision(), mean.get(row, c)));
    }
    for (int c = 0; c < (binary ? 2 : outputs); c++) {
      double sum = squares[row * outputs + (binary ? 0 : c)];
      cells.add(Predictions.number(mean.precision(), Math.sqrt(sum / (samples - 1))));
    }
    return Csv.line(cells);
  }
}
