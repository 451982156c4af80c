package nnrun.contract;

import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.contract.Variants.Variant;
import nnrun.layer.Layer;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.schedule.Schedule;
import nnrun.tensor.Engine;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import nnrun.train.Model;
import nnrun.train.ModelLayer;
import nnrun.train.Network;
import nnrun.train.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A network whose outputs and gradients share memory learns what one does that keeps them all.
class SharedMemoryTest {
  private static final int ROWS = 5;
  private static final int STEPS = 3;

  /// Of each kind: what reads its input in the backward pass, its output, both or neither.
  private static final List<String> NEIGHBOURS =
      List.of("relu", "gelu", "softmax", "batch_norm", "dropout: 0.5", "dense", "flatten");

  static List<Variant<Layer>> layers() {
    return Variants.of(Layer.class);
  }

  private static <T> T read(Class<T> type, String yaml) {
    try {
      return Config.parse(type, yaml, "test").value();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /// What comes into the layer under test, and a layer that makes it so.
  private record Fit(int width, String reshape) {}

  /// A row, an image, and 17 groups.
  private static final List<Fit> FITS =
      List.of(new Fit(120, ""), new Fit(120, "reshape: [2, 6, 10]"), new Fit(102, ""));

  /// Dense, the layer, its neighbour, the layer again, dense.
  private static List<Layer> model(Layer layer, String neighbour, Fit fit) {
    Layer dense = read(Layer.class, "dense: " + fit.width);
    List<Layer> model = new ArrayList<>(List.of(dense));
    for (Layer next : List.of(layer, neighbour.equals("dense") ? dense : read(Layer.class, neighbour), layer)) {
      if (!fit.reshape.isEmpty()) {
        model.add(read(Layer.class, fit.reshape));
      }
      model.add(next);
    }
    model.add(read(Layer.class, "dense: 3"));
    return model;
  }

  private static Network network(Engine engine, List<Layer> layers, int rows, Purpose purpose) {
    List<ModelLayer> model = layers.stream().map(it -> new ModelLayer(it, null)).toList();
    Loss loss = read(Loss.class, "cross_entropy");
    return new Network(Model.resolved(model, null), Shape.of(4), loss, engine, Stream.of(4), rows, purpose);
  }

  private static Network fitting(Engine engine, Layer layer, String neighbour, Purpose purpose) {
    for (Fit fit : FITS) {
      try {
        return network(engine, model(layer, neighbour, fit), ROWS, purpose);
      } catch (Network.Misfit _) { // it wants another shape
      }
    }
    throw new AssertionError(layer + " fits no shape");
  }

  /// Every parameter after some steps, and the losses of the last one.
  private static Map<String, double[]> learned(Layer layer, String neighbour, Purpose purpose) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Network network = fitting(engine, layer, neighbour, purpose);
      Numbers.random(network.input(), Stream.of(1));
      network.targets().fill(0);
      for (int r = 0; r < ROWS; r++) {
        network.targets().set(r, r % 3, 1);
      }
      Schedule.Time time = new Schedule.Time(STEPS, STEPS);
      Optimizer optimizer = read(Optimizer.class, "sgd: {lr: 0.1}");
      Training training = new Training(network, optimizer, read(Schedule.class, "constant"), time, List.of());
      for (int i = 0; i < STEPS; i++) {
        training.step();
      }
      Map<String, double[]> all = new LinkedHashMap<>();
      network.parameters().forEach(p -> all.put(p.name(), Numbers.of(p.value())));
      all.put("loss", Numbers.of(network.rowLoss()));
      return all;
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void learnsTheSameWhereMemoryIsShared(Variant<Layer> layer) {
    for (String neighbour : NEIGHBOURS) {
      Map<String, double[]> shared = learned(layer.component(), neighbour, Purpose.TRAIN);
      Map<String, double[]> kept = learned(layer.component(), neighbour, Purpose.WATCH);
      kept.forEach((name, numbers) -> assertSameBits(neighbour + ": " + name, shared.get(name), numbers));
    }
  }

  /// Twenty times dense, batch norm and relu of 256 on 128 rows: seven matrices of 128 KiB each where all is kept. Two
  /// last, the normalized inputs and what comes out of relu. The outputs of dense and batch norm and the three
  /// gradients take turns in two matrices for all layers.
  @Test
  void memoryOfWhatNobodyReadsLaterIsUsedAgain() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (String layer : List.of("dense: 256", "batch_norm", "relu")) {
        layers.add(read(Layer.class, layer));
      }
    }
    layers.add(read(Layer.class, "dense: 3"));
    Map<Purpose, Long> bytes = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      try (Engine engine = Engine.planning(Precision.FLOAT32)) {
        network(engine, layers, 128, purpose);
        bytes.put(purpose, engine.bytes());
      }
    }
    long matrix = 128 * 256 * 4;
    assertThat(bytes.get(Purpose.WATCH) - bytes.get(Purpose.TRAIN)).isEqualTo((20 * 5 - 2) * matrix);
  }
}
