package nnrun.train;

import static nnrun.contract.Numbers.assertClose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.contract.Golden;
import nnrun.contract.Numbers;
import nnrun.layer.Layer;
import nnrun.layer.Purpose;
import nnrun.layer.Shape;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.penalty.Penalty;
import nnrun.schedule.Schedule;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Twenty updates of whole networks, number by number.
class NetworkGoldenTest {
  private static final double TOLERANCE = 1e-9;

  static List<Golden> files() {
    return Golden.of("networks").stream()
        .filter(golden -> golden.get("component").toString().startsWith("network/"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyNumberIsThatOfTheFile(Golden golden) {
    for (Engine engine : List.of(Engine.of(Precision.FLOAT64, 1), Engine.plain(Precision.FLOAT64))) {
      try (engine) {
        new Replay(golden, engine).everything();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void theLossesInFloat32AreClose(Golden golden) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      assertClose("loss", new Replay(golden, engine).losses(), golden.numbers(Replay.lossField(golden)), 1e-5);
    }
  }

  /// A network with the file's weights and data.
  private static final class Replay {
    private final Golden golden;
    private final Network network;
    private final Training training;
    private final int updates;
    private final boolean normed;

    Replay(Golden golden, Engine engine) {
      this.golden = golden;
      Map<String, Object> params = golden.params();
      updates = ((Long) params.get("steps")).intValue();
      normed = golden.kind().equals("mlp_bn");
      double[] widths = Golden.numbers(params.get("layers"));
      List<Object> x = Golden.list(golden.get("x"));
      network =
          new Network(
              model(widths, (String) params.get("activation"), (String) params.get("output")),
              Shape.of((int) widths[0]),
              lossOf(golden),
              engine,
              Stream.of(1),
              x.size(),
              Purpose.TRAIN);
      Numbers.fill(network.input(), Golden.numbers(x));
      targets();
      expected("weights0").forEach((name, value) -> Numbers.fill(parameter(name).value(), value));
      training =
          new Training(
              network,
              optimizer(params),
              component(Schedule.class, "constant", Map.of()),
              new Schedule.Time(updates, 1),
              params.get("l2") == null
                  ? List.of()
                  : List.of(component(Penalty.class, "l2", Map.of("lambda", params.get("l2")))));
    }

    private List<ModelLayer> model(double[] widths, String activation, String output) {
      List<ModelLayer> model = new ArrayList<>();
      for (int i = 1; i < widths.length; i++) {
        add(model, "dense", Map.of("units", (int) widths[i]));
        if (i < widths.length - 1) {
          if (normed) {
            add(model, "batch_norm", Map.of());
          }
          add(model, activation, Map.of());
        }
      }
      add(model, output, Map.of());
      return Model.resolved(model, null);
    }

    private static void add(List<ModelLayer> model, String name, Map<String, Object> params) {
      model.add(new ModelLayer(component(Layer.class, name, params), null));
    }

    private static Loss lossOf(Golden golden) {
      boolean rowSum = String.valueOf(golden.get("note")).contains("sum over features");
      String name = (String) golden.params().get("loss");
      return component(Loss.class, name, rowSum ? Map.of("outputs", "sum") : Map.of());
    }

    private static Optimizer optimizer(Map<String, Object> params) {
      Map<String, Object> settings = new LinkedHashMap<>(Golden.map(params.get("optimizer")));
      String name = (String) settings.get("name");
      boolean momentum = settings.get("momentum") instanceof Number number && number.doubleValue() > 0;
      if (params.get("clip_global_norm") != null) {
        settings.put("clip", Map.of("norm", params.get("clip_global_norm")));
      }
      return component(Optimizer.class, momentum ? "momentum" : name, settings);
    }

    private static <T> T component(Class<T> sealed, String name, Map<String, Object> params) {
      return Golden.component(sealed, name, params, Map.of(), Map.of());
    }

    private void targets() {
      Matrix t = network.targets();
      if (golden.has("y")) {
        double[] classes = golden.numbers("y");
        for (int row = 0; row < classes.length; row++) {
          t.set(row, (int) classes[row], 1);
        }
      } else {
        Numbers.fill(t, golden.numbers("x")); // an autoencoder
      }
    }

    /// The files' W1, b1, gamma1, beta1 are those of the first dense layer and the norm behind it.
    private Parameter parameter(String name) {
      String kind = name.substring(0, name.length() - 1);
      String number = name.substring(name.length() - 1);
      String ours =
          switch (kind) {
            case "W" -> "dense_" + number + ".weight";
            case "b" -> "dense_" + number + ".bias";
            default -> "batch_norm_" + number + "." + kind;
          };
      return network.parameters().stream().filter(p -> p.name().equals(ours)).findFirst().orElseThrow();
    }

    /// A field's tensors, weights as (in, out).
    private Map<String, double[]> expected(String field) {
      Map<String, double[]> tensors = new LinkedHashMap<>();
      Golden.map(golden.get(field))
          .forEach((name, value) ->
              tensors.put(name, name.startsWith("W") ? Golden.transposed(value) : Golden.numbers(value)));
      return tensors;
    }

    static String lossField(Golden golden) {
      return golden.has("loss_data") ? "loss_data" : "loss";
    }

    private double step() {
      training.step();
      return training.lossSum() / training.weightSum();
    }

    /// The loss before each update and after the last.
    double[] losses() {
      double[] losses = new double[updates + 1];
      for (int t = 0; t <= updates; t++) {
        losses[t] = step();
      }
      return losses;
    }

    void everything() {
      double[] losses = new double[updates + 1];
      double[] penalties = new double[updates + 1];
      double[] norms = new double[updates];
      for (int t = 0; t < updates; t++) {
        penalties[t] = training.weightPenalty();
        losses[t] = step();
        norms[t] = training.gradientNorm();
        if (t == 0) {
          afterTheFirstUpdate();
        }
      }
      penalties[updates] = training.weightPenalty();
      weights("weights_final");
      if (normed) {
        running("running_final");
      }
      atTheEnd();
      losses[updates] = step();
      assertClose("loss", losses, golden.numbers(lossField(golden)), TOLERANCE);
      if (golden.has("penalty")) {
        assertClose("penalty", penalties, golden.numbers("penalty"), TOLERANCE);
        assertClose("length of the gradient", norms, golden.numbers("grad_norm"), TOLERANCE);
      }
    }

    private void afterTheFirstUpdate() {
      output("logits0", golden.has("y") ? lastDense() : "");
      output("code0", "sigmoid_1");
      if (golden.has("output0")) {
        network.predict();
        assertClose("output0", Numbers.of(network.prediction()), golden.numbers("output0"), TOLERANCE);
      }
      String gradients = golden.has("grad0") ? "grad0" : "grad0_before_clipping";
      expected(gradients)
          .forEach((name, value) ->
              assertClose("gradient of " + name, Numbers.of(parameter(name).gradient()), value, TOLERANCE));
      if (golden.has("weights_after_1")) {
        weights("weights_after_1");
      }
      if (golden.has("running_after_1")) {
        running("running_after_1");
      }
    }

    private void atTheEnd() {
      network.pass().training = false;
      network.forward();
      output("logits_final", lastDense());
      output("eval_logits_final", lastDense());
      if (golden.has("output_final")) {
        network.predict();
        assertClose("output_final", Numbers.of(network.prediction()), golden.numbers("output_final"), TOLERANCE);
      }
    }

    private String lastDense() {
      return "dense_" + (Golden.list(golden.params().get("layers")).size() - 1);
    }

    private void output(String field, String layer) {
      if (golden.has(field)) {
        assertClose(field, Numbers.of(network.outputOf(layer)), golden.numbers(field), TOLERANCE);
      }
    }

    private void weights(String field) {
      expected(field)
          .forEach((name, value) ->
              assertClose(field + " " + name, Numbers.of(parameter(name).value()), value, tolerance(name)));
    }

    private void running(String field) {
      Map<String, double[]> ours = new LinkedHashMap<>();
      network.state(
          new nnrun.state.MatrixVisitor() {
            @Override
            public void matrix(String name, Matrix matrix) {
              ours.put(name, Numbers.of(matrix));
            }
          });
      expected(field)
          .forEach((name, value) -> {
            String number = name.substring(name.length() - 1);
            String own = "batch_norm_" + number + "." + name.substring(0, name.length() - 1);
            assertClose(name, ours.get(own), value, tolerance(name));
          });
    }

    /// The gradient of a bias before a batch norm is 0 but for rounding, which Adam blows up to whole steps; the
    /// running mean follows the bias.
    private double tolerance(String name) {
      boolean noise = normed && (name.equals("b1") || name.equals("b2") || name.startsWith("running_mean"));
      return noise ? 1e-7 : TOLERANCE;
    }
  }
}
