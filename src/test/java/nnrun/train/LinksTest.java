package nnrun.train;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.contract.Numbers;
import nnrun.layer.Layer;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.tensor.Engine;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a loss makes of a network's last numbers: predictions, and a last layer that is computed together with it.
class LinksTest {
  private static <T> T read(Class<T> type, String yaml) {
    try {
      return Config.parse(type, yaml, "test").value();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /// A network of these layers on given numbers, gone forward and back.
  private static Network network(Engine engine, double[][] x, double[][] t, String loss, String... layers) {
    List<ModelLayer> model = new ArrayList<>();
    for (String layer : layers) {
      model.add(new ModelLayer(read(Layer.class, layer), null));
    }
    Shape input = Shape.of(x[0].length);
    Network network =
        new Network(
            Model.resolved(model, null), input, read(Loss.class, loss), engine, Stream.of(4), x.length, Purpose.WATCH);
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < x[r].length; c++) {
        network.input().set(r, c, x[r][c]);
      }
      for (int c = 0; c < t[r].length; c++) {
        network.targets().set(r, c, t[r][c]);
      }
    }
    network.pass().training = true;
    network.forward();
    network.lossForward();
    network.lossBackward();
    network.backward(new Op[network.chain().size()], null);
    network.predict();
    return network;
  }

  private static final double[][] X = {{0.3, -1.2, 2}, {30, -745, 1}, {-0.1, 0.2, 0.4}};
  private static final double[][] T = {{1, 0}, {0, 1}, {0.25, 0.75}};

  /// The same logits, and three ways to say that a cross-entropy follows: all are -Σ t·log softmax(z).
  @ParameterizedTest
  @ValueSource(strings = {"softmax", "log_softmax"})
  void nllAfterEitherSoftmaxIsTheCrossEntropyOfTheLogits(String last) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network logits = network(engine, X, T, "cross_entropy", "dense: 2");
      Network nll = network(engine, X, T, "nll", "dense: 2", last);
      assertClose("losses", Numbers.of(nll.rowLoss()), Numbers.of(logits.rowLoss()), 1e-14);
      assertClose("predictions", Numbers.of(nll.prediction()), Numbers.of(logits.prediction()), 1e-14);
      assertClose(
          "gradient",
          Numbers.of(nll.parameters().getFirst().gradient()),
          Numbers.of(logits.parameters().getFirst().gradient()),
          1e-14);
    }
  }

  /// A last softmax has its probabilities for outputs, though their logarithms are computed.
  @Test
  void theOutputsOfALastSoftmaxAreProbabilities() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network nll = network(engine, X, T, "kl_divergence", "dense: 2", "{type: softmax}");
      assertThat(nll.outputOf("softmax_1")).isSameAs(nll.prediction());
      for (int r = 0; r < X.length; r++) {
        assertThat(nll.prediction().get(r, 0) + nll.prediction().get(r, 1)).isBetween(1 - 1e-15, 1 + 1e-15);
      }
    }
  }

  /// Scores -3, -0.5, 0 and 1 of one output are 0, 0.25, 0.5 and 1; two equal scores are a half each.
  @Test
  void hingesPredictNumbersFrom0To1() {
    double[][] t = {{0}, {1}, {0}, {1}};
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network one = network(engine, new double[][] {{-3}, {-0.5}, {0}, {1}}, t, "hinge", "linear");
      assertThat(Numbers.of(one.prediction())).containsExactly(0, 0.25, 0.5, 1);
      Network two = network(engine, new double[][] {{2, 2}}, new double[][] {{1, 0}}, "squared_hinge", "linear");
      assertThat(Numbers.of(two.prediction())).containsExactly(0.5, 0.5);
    }
  }

  /// The rate of a logarithm of 0 is 1; of (mean, ln variance) pairs the means remain; halves (3, 4) and (4, 3) have
  /// the cosine 24/25, which is (1 + 0.96)/2 = 0.98.
  @Test
  void countsMeansAndPairsPredictWhatTheirTargetsAre() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network counts = network(engine, new double[][] {{0}}, new double[][] {{2}}, "poisson_nll", "linear");
      assertThat(Numbers.of(counts.prediction())).containsExactly(1);
      double[][] four = {{5, 6, 0, 0}};
      Network means = network(engine, four, new double[][] {{1, 2}}, "gaussian_nll", "linear");
      assertThat(Numbers.of(means.prediction())).containsExactly(5, 6);
      Network pairs =
          network(engine, new double[][] {{3, 4, 4, 3}}, new double[][] {{1}}, "cosine_embedding", "linear");
      assertClose("cosine", Numbers.of(pairs.prediction()), new double[] {0.98}, 1e-12);
    }
  }
}
