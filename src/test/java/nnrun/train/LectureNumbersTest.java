package nnrun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.contract.Numbers;
import nnrun.init.Initializer;
import nnrun.layer.Layer;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.schedule.Schedule;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers that lectures on neural networks show.
class LectureNumbersTest {
  private static final String MSE = "mse";

  private static <T> T read(Class<T> type, String yaml) {
    try {
      return Config.parse(type, yaml, "lecture").value();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private static Network network(Engine engine, int inputs, int rows, String loss, Initializer init, String... layers) {
    List<ModelLayer> model = new ArrayList<>();
    for (String layer : layers) {
      model.add(new ModelLayer(read(Layer.class, layer), null));
    }
    Shape input = Shape.of(inputs);
    return new Network(
        Model.resolved(model, init), input, read(Loss.class, loss), engine, Stream.of(4), rows, Purpose.WATCH);
  }

  private static Training training(Network network, String optimizer) {
    Schedule constant = read(Schedule.class, "constant");
    return new Training(network, read(Optimizer.class, optimizer), constant, new Schedule.Time(1000, 1), List.of());
  }

  @Test
  void softmaxOfFiveScoresRoundsToTheProbabilitiesShown() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network network = network(engine, 5, 1, "cross_entropy", null, "linear");
      Numbers.fill(network.input(), new double[] {1.3, 5.1, 2.2, 0.7, 1.1});
      network.forward();
      network.predict();
      double[] shown = {0.02, 0.90, 0.05, 0.01, 0.02};
      for (int c = 0; c < shown.length; c++) {
        assertThat(Math.round(100 * network.prediction().at(c)) / 100.0).isEqualTo(shown[c]);
      }
    }
  }

  /// 10000·100 + 100·100 + 100·100 + 100·10 = 1,021,000 weights; the biases, 100 + 100 + 100 + 10, are not among them.
  @Test
  void aNetworkOf10000To10HasAMillionWeights() {
    try (Engine engine = Engine.planning(Precision.FLOAT32)) {
      Network network =
          network(engine, 10_000, 1, "cross_entropy", null, "dense: 100", "dense: 100", "dense: 100", "dense: 10");
      long weights = 0;
      long biases = 0;
      for (Parameter parameter : network.parameters()) {
        switch (parameter.kind()) {
          case WEIGHT -> weights += parameter.value().size();
          case BIAS -> biases += parameter.value().size();
          case OTHER -> throw new AssertionError(parameter.name());
        }
      }
      assertThat(weights).isEqualTo(1_021_000);
      assertThat(biases).isEqualTo(310);
      assertThat(network.parameterCount()).isEqualTo(1_021_310);
    }
  }

  /// The mean of y² after a linear layer, for x of variance 1.
  private static double varianceAfterOneLayer(String init, int inputs, int outputs) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Network network =
          network(engine, inputs, 400, MSE, read(Initializer.class, init), "{type: dense, units: " + outputs + "}");
      Numbers.random(network.input(), Stream.of(12));
      network.forward();
      return meanSquare(network.outputOf("dense_1"));
    }
  }

  private static double meanSquare(Matrix matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.size(); i++) {
      sum += matrix.at(i) * matrix.at(i);
    }
    return sum / matrix.size();
  }

  /// U(-1/√n, 1/√n) has variance 1/(3n), and y sums n products: n·1/(3n).
  @Test
  void theOldUniformHabitLeavesAThirdOfTheVarianceALayer() {
    assertThat(varianceAfterOneLayer("fan_uniform", 400, 400)).isCloseTo(1 / 3.0, within(0.01));
  }

  /// n_in·2/(n_in + n_out) is 1 where n_in = n_out.
  @ParameterizedTest
  @ValueSource(strings = {"xavier_uniform", "xavier_normal"})
  void xavierKeepsTheVarianceOfASquareLayer(String init) {
    assertThat(varianceAfterOneLayer(init, 400, 400)).isCloseTo(1, within(0.03));
  }

  /// 400·2/(400 + 100) = 1.6 and 100·2/(100 + 400) = 0.4: the rule is a compromise between signals and gradients.
  @Test
  void xavierKeepsItExactlyOnlyThere() {
    assertThat(varianceAfterOneLayer("xavier_normal", 400, 100)).isCloseTo(1.6, within(0.05));
    assertThat(varianceAfterOneLayer("xavier_normal", 100, 400)).isCloseTo(0.4, within(0.02));
  }

  /// √(mean of y²) after 30 layers of relu, relative to that of the input.
  private static double signalAfter30Layers(String init) {
    int width = 400;
    try (Engine engine = Engine.of(Precision.FLOAT32, 2)) {
      String[] layers = new String[60];
      for (int i = 0; i < layers.length; i += 2) {
        layers[i] = "dense: " + width;
        layers[i + 1] = "relu";
      }
      Network network = network(engine, width, 32, MSE, read(Initializer.class, init), layers);
      Numbers.random(network.input(), Stream.of(12));
      network.forward();
      return Math.sqrt(meanSquare(network.outputOf("relu_30")) / meanSquare(network.input()));
    }
  }

  /// A relu halves the mean square. Kaiming's factor 2 makes up for it; without it 2⁻³⁰ of the mean square is left
  /// after 30 layers, 2⁻¹⁵ of its root. One draw of the weights strays: each layer's factor has a relative spread of
  /// about √(5/400), so the root of the product one of ½√(30·5/400) = 0.3.
  @Test
  void thirtyReluLayersKeepTheirSignalUnderKaimingAndLoseItUnderXavier() {
    assertThat(log2(signalAfter30Layers("kaiming_normal"))).isCloseTo(0, within(1.0));
    assertThat(log2(signalAfter30Layers("kaiming_uniform"))).isCloseTo(0, within(1.0));
    assertThat(log2(signalAfter30Layers("xavier_normal"))).isCloseTo(-15, within(1.0));
    assertThat(log2(signalAfter30Layers("xavier_uniform"))).isCloseTo(-15, within(1.0));
  }

  private static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }

  /// All units of a layer see the same input with the same weights and get the same gradient: nothing ever tells them
  /// apart.
  @Test
  void constantInitializationKeepsAllUnitsOfALayerEqualForEver() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Initializer constant = read(Initializer.class, "constant: 0.1");
      Network network = network(engine, 3, 20, "cross_entropy", constant, "dense: 4", "tanh", "dense: 3");
      Numbers.random(network.input(), Stream.of(12));
      for (int row = 0; row < 20; row++) {
        network.targets().set(row, row % 3, 1);
      }
      Training training = training(network, "{type: adam, lr: 0.05}");
      training.step();
      double before = training.lossSum();
      for (int i = 0; i < 200; i++) {
        training.step();
      }
      assertThat(training.lossSum()).as("it learns all the same").isLessThan(0.95 * before);
      Matrix w = network.parameters().getFirst().value(); // (3, 4)
      for (int in = 0; in < 3; in++) {
        for (int unit = 1; unit < 4; unit++) {
          assertThat(w.get(in, unit)).isEqualTo(w.get(in, 0));
        }
        assertThat(w.get(in, 0)).as("moved").isNotEqualTo(0.1);
      }
    }
  }

  /// The same problem twice: by descent on the network, and by Newton's method on the likelihood, which shares no code
  /// with it.
  @Test
  void oneSigmoidNeuronFindsTheWeightsOfLogisticRegression() {
    int rows = 80;
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network network = network(engine, 2, rows, "binary_cross_entropy", null, "dense: 1", "sigmoid");
      Stream random = Stream.of(33);
      Numbers.random(network.input(), random.named("x"));
      double[] x = Numbers.of(network.input());
      double[] t = new double[rows];
      for (int r = 0; r < rows; r++) {
        double p = sigmoid(0.5 + 1.5 * x[2 * r] - x[2 * r + 1]);
        t[r] = random.named("t").uniform(r) < p ? 1 : 0; // the classes overlap, so the weights are finite
      }
      Numbers.fill(network.targets(), t);
      Training training = training(network, "{type: nesterov, lr: 1, momentum: 0.9}");
      for (int i = 0; i < 600; i++) {
        training.step();
      }
      double[] newton = logisticRegression(x, t);
      Matrix w = network.parameters().get(0).value();
      Matrix b = network.parameters().get(1).value();
      assertThat(b.at(0)).isCloseTo(newton[0], within(1e-9));
      assertThat(w.at(0)).isCloseTo(newton[1], within(1e-9));
      assertThat(w.at(1)).isCloseTo(newton[2], within(1e-9));
    }
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }

  /// Newton's method: w -= H⁻¹g with g = Σ (p - t)·(1, x) and H = Σ p(1 - p)·(1, x)(1, x)ᵀ.
  private static double[] logisticRegression(double[] x, double[] t) {
    double[] w = new double[3];
    for (int iteration = 0; iteration < 20; iteration++) {
      double[][] system = new double[3][4]; // H | g
      for (int r = 0; r < t.length; r++) {
        double[] a = {1, x[2 * r], x[2 * r + 1]};
        double p = sigmoid(w[0] * a[0] + w[1] * a[1] + w[2] * a[2]);
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            system[i][j] += p * (1 - p) * a[i] * a[j];
          }
          system[i][3] += (p - t[r]) * a[i];
        }
      }
      for (int pivot = 0; pivot < 3; pivot++) { // Gauss and Jordan; H is positive definite
        for (int i = 0; i < 3; i++) {
          double factor = i == pivot ? 0 : system[i][pivot] / system[pivot][pivot];
          for (int j = 0; j < 4; j++) {
            system[i][j] -= factor * system[pivot][j];
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        w[i] -= system[i][3] / system[i][i];
      }
    }
    return w;
  }
}
