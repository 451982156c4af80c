package nnrun.train;

import static nnrun.contract.Numbers.assertClose;
import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.contract.Allocation;
import nnrun.contract.HandCalculated;
import nnrun.contract.Numbers;
import nnrun.layer.Layer;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.penalty.Average;
import nnrun.penalty.ElasticNet;
import nnrun.penalty.Ema;
import nnrun.penalty.L1;
import nnrun.penalty.L2;
import nnrun.penalty.MaxNorm;
import nnrun.penalty.Regularization;
import nnrun.penalty.Swa;
import nnrun.schedule.Schedule;
import nnrun.state.MatrixVisitor;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;

/// Bounds, means and penalties on outputs, at work in a training.
class RegularizationHandCalculatedTest {
  private static final int STEPS_PER_EPOCH = 2;
  private static final int STEPS = 12;

  private static <T> T read(Class<T> type, String yaml) {
    try {
      return Config.parse(type, yaml, "test").value();
    } catch (ConfigException e) {
      throw new AssertionError(yaml, e);
    }
  }

  /// Two inputs, a dense layer of 3, a dense layer of 1, four rows of random numbers.
  private static Training training(Engine engine, String... regularization) {
    List<ModelLayer> model = new ArrayList<>();
    for (String layer : List.of("dense: 3", "batch_norm", "tanh", "dense: 1")) {
      model.add(new ModelLayer(read(Layer.class, layer), null));
    }
    Network network =
        new Network(
            Model.resolved(model, null), Shape.of(2), read(Loss.class, "mse"), engine, Stream.of(4), 4, Purpose.WATCH);
    Numbers.random(network.input(), Stream.of(7));
    Numbers.random(network.targets(), Stream.of(8));
    return new Training(
        network,
        read(Optimizer.class, "{type: sgd, lr: 0.5}"),
        read(Schedule.class, "constant"),
        new Schedule.Time(STEPS, STEPS_PER_EPOCH),
        List.of(regularization).stream().map(yaml -> read(Regularization.class, yaml)).toList());
  }

  private static Map<String, double[]> network(Training training) {
    return matrices(training.network()::state);
  }

  private static Map<String, double[]> matrices(java.util.function.Consumer<nnrun.state.State> of) {
    Map<String, double[]> matrices = new LinkedHashMap<>();
    of.accept((MatrixVisitor) (String name, Matrix matrix) -> matrices.put(name, Numbers.of(matrix)));
    return matrices;
  }

  /// Columns (3, 4), (0.6, 0.8) and (0, 0): the first, of length 5, is halved.
  @Test
  @HandCalculated(MaxNorm.class)
  void aUnitsWeightsAreShortenedToTheLengthAllowed() {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(2, 3);
      Numbers.fill(w, new double[] {3, 0.6, 0, 4, 0.8, 0});
      new MaxNorm(2.5, List.of()).on(engine, w).run();
      assertSameBits("w", Numbers.of(w), new double[] {1.5, 0.6, 0, 2, 0.8, 0});
    }
  }

  @Test
  @HandCalculated(MaxNorm.class)
  void theBoundHoldsAfterEveryUpdateInTheLayersNamed() {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Training training = training(engine, "{type: max_norm, max: 0.1, layers: [dense_1]}");
      for (int step = 0; step < 3; step++) {
        training.step();
        double[] w = network(training).get("dense_1.weight");
        for (int unit = 0; unit < 3; unit++) {
          double length = Math.sqrt(w[unit] * w[unit] + w[3 + unit] * w[3 + unit]);
          assertThat(length).isLessThan(0.1 + 1e-7).isGreaterThan(step == 0 ? 0.1 - 1e-7 : 0);
        }
        double[] free = network(training).get("dense_2.weight");
        assertThat(free[0] * free[0] + free[1] * free[1] + free[2] * free[2]).isGreaterThan(0.01);
      }
    }
  }

  /// β_t = min(β, (t-1)/(t+8)): 0, 1/10, ..., 10/19, and 0.9 from t = 82 on, where it is 81/90.
  @Test
  @HandCalculated(Ema.class)
  void theMeanForgetsItsFirstWeightsSoon() {
    Ema ema = new Ema(0.9, true);
    double[] shares = {ema.share(1, 100, 2), ema.share(2, 100, 2), ema.share(11, 100, 2), ema.share(82, 100, 2)};
    assertClose("shares", shares, new double[] {1, 0.9, 9 / 19.0, 0.1}, 1e-15);
    assertThat(ema.share(99, 100, 2)).isEqualTo(ema.share(82, 100, 2));
    assertThat(new Ema(0.9, false).share(2, 100, 2)).isCloseTo(0.1, within(1e-15));
  }

  /// Ten epochs of 3 updates; half of them come first, so epoch 6 (updates 16 to 18) is the first that counts, and
  /// epoch 8 the third: a/3.
  @Test
  @HandCalculated(Swa.class)
  void lateEpochsCountTheSame() {
    Swa swa = new Swa(0.5, 1);
    assertThat(swa.share(1, 30, 3)).isZero();
    assertThat(swa.share(3, 30, 3)).isEqualTo(1);
    assertThat(swa.share(18, 30, 3)).isEqualTo(1);
    assertThat(swa.share(20, 30, 3)).isZero();
    assertThat(swa.share(21, 30, 3)).isEqualTo(0.5);
    assertThat(swa.share(24, 30, 3)).isEqualTo(1 / 3.0);
    Swa everySecond = new Swa(0.5, 2);
    assertThat(everySecond.share(21, 30, 3)).isZero();
    assertThat(everySecond.share(24, 30, 3)).isEqualTo(0.5);
  }

  /// The weights after each update are those of a training without a mean, w₁, w₂, …; the mean is built here from them
  /// by its definition, and must be what the saved state calls the network. Training must not notice.
  @Test
  @HandCalculated({Ema.class, Swa.class})
  void theMeanIsSavedAsTheNetworkAndTrainingGoesOnBesideIt() {
    for (String yaml : List.of("{type: ema, decay: 0.75, warmup: false}", "{type: swa, start: 0.5}")) {
      Average average = (Average) read(Regularization.class, yaml);
      try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
        Training plain = training(engine);
        Training averaged = training(engine, yaml);
        Map<String, double[]> mean = new LinkedHashMap<>();
        for (int t = 1; t <= STEPS; t++) {
          plain.step();
          averaged.step();
          Map<String, double[]> w = network(plain);
          double share = average.share(t, STEPS, STEPS_PER_EPOCH);
          w.forEach((name, numbers) -> mean.merge(name, numbers, (a, b) -> moved(a, b, share)));
          if (t % STEPS_PER_EPOCH == 0) {
            Map<String, double[]> saved = matrices(averaged::state);
            averaged.predicting(true);
            Map<String, double[]> predicting = network(averaged);
            Map<String, double[]> savedThen = matrices(averaged::state);
            averaged.predicting(false);
            Map<String, double[]> trained = network(averaged);
            w.forEach((name, numbers) -> {
              assertSameBits(name, trained.get(name), numbers);
              assertSameBits(name, saved.get("trained." + name), numbers);
              assertClose(name + " after update", saved.get(name), mean.get(name), 1e-14);
              assertSameBits(name, predicting.get(name), saved.get(name));
              assertSameBits(name, savedThen.get(name), saved.get(name));
              assertSameBits(name, savedThen.get("trained." + name), numbers);
            });
            assertThat(mean).containsKeys("dense_1.weight", "batch_norm_1.running_mean");
          }
        }
      }
    }
  }

  @Test
  void aStepWithBoundsAndMeansAllocatesNothing() {
    for (String average : List.of("ema", "swa")) {
      try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
        Training training = training(engine, "{type: max_norm, max: 0.1}", average);
        Allocation.assertNone(engine, training::step, average);
      }
    }
  }

  private static double[] moved(double[] a, double[] w, double share) {
    double[] moved = a.clone();
    for (int i = 0; i < a.length; i++) {
      moved[i] += share * (w[i] - a[i]);
    }
    return moved;
  }

  /// Outputs y = x·w of the rows 1 and 3 with w = 2 and no bias are 2 and 6; the loss is (y - t)² with t = y, so that
  /// its gradient is 0. Then the penalty alone moves w: its value is the mean over rows of p(y), its gradient the mean
  /// of p'(y)·x.
  ///
  /// l2, λ = 0.1: value (0.2 + 1.8)/2 = 1, gradient (0.2·1 + 0.6·3)/2 = 1. l1, λ = 0.1: value (0.2 + 0.6)/2 = 0.4,
  /// gradient (0.1·1 + 0.1·3)/2 = 0.2. elastic_net, λ = 0.1, α = 0.5: half of both, value 0.7, gradient 0.6.
  @Test
  @HandCalculated({L1.class, L2.class, ElasticNet.class})
  void aPenaltyOnOutputsIsTheMeanOverRows() {
    assertPenaltyOnOutputs("{type: l2, lambda: 0.1, on: outputs, layers: [dense_1]}", 1, 1);
    assertPenaltyOnOutputs("{type: l1, lambda: 0.1, on: outputs, layers: [dense_1]}", 0.4, 0.2);
    assertPenaltyOnOutputs("{type: elastic_net, lambda: 0.1, on: outputs, layers: [dense_1]}", 0.7, 0.6);
  }

  private static void assertPenaltyOnOutputs(String yaml, double value, double gradient) {
    ModelLayer layer = new ModelLayer(read(Layer.class, "dense: {units: 1, bias: false}"), null);
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Network network =
          new Network(
              Model.resolved(List.of(layer), null),
              Shape.of(1),
              read(Loss.class, "mse"),
              engine,
              Stream.of(4),
              2,
              Purpose.WATCH);
      Numbers.fill(network.input(), new double[] {1, 3});
      Numbers.fill(network.targets(), new double[] {2, 6});
      network.parameters().getFirst().value().fill(2);
      Training training =
          new Training(
              network,
              read(Optimizer.class, "sgd"),
              read(Schedule.class, "constant"),
              new Schedule.Time(1, 1),
              List.of(read(Regularization.class, yaml)));
      training.gradients();
      assertThat(training.outputPenaltySum() / 2).as(yaml).isCloseTo(value, within(1e-15));
      assertThat(network.parameters().getFirst().gradient().at(0)).as(yaml).isCloseTo(gradient, within(1e-15));
      assertThat(training.objective()).as(yaml).isCloseTo(value, within(1e-15));
    }
  }
}
