package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.layer.LogSoftmax;
import nnrun.loss.Loss;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.junit.jupiter.params.ParameterizedTest;

class LossGoldenTest {
  static Loss component(Golden golden) {
    String name =
        switch (golden.kind()) {
          case "bce_logits", "bce" -> "binary_cross_entropy";
          case "multi_class_hinge" -> "hinge";
          case "multi_class_squared_hinge" -> "squared_hinge";
          case "multi_margin" -> ((Number) golden.params().get("p")).intValue() == 1 ? "hinge" : "squared_hinge";
          case "kl_divergence_logits" -> "kl_divergence";
          default -> golden.kind();
        };
    Map<String, Object> params = new LinkedHashMap<>(golden.params());
    params.computeIfPresent("pos_weight", (_, weight) -> weight instanceof List<?> ? weight : List.of(weight));
    String reduction = golden.get("reduction").toString();
    if (reduction.equals("sum over features, mean over rows")) {
      params.put("outputs", "sum");
    } else if (reduction.equals("mean over all rows*features elements")) {
      params.put("outputs", "mean");
    }
    params.put("average_classes", golden.kind().equals("multi_margin"));
    params.put("log_variance", false);
    return Golden.component(Loss.class, name, params, Map.of(), Map.of());
  }

  @ParameterizedTest
  @GoldenSource("losses")
  void valueAndGradientAreThoseOfTheFile(Golden golden, Engines engines) {
    try (Engine engine = engines.make()) {
      Loss loss = component(golden);
      Map<String, Object> inputs = Golden.map(golden.get("inputs"));
      List<String> names = inputs.keySet().stream().filter(name -> !name.equals("target")).toList();
      Matrix y = beside(engine, inputs, names);
      Bench logarithm = null;
      if (names.equals(List.of("probs"))) {
        toLogits(y);
      } else if (golden.kind().equals("kl_divergence_logits")) {
        logarithm = new Bench(engine, new LogSoftmax(), y.rows(), y.columns());
        logarithm.x().copy(y);
        logarithm.forward();
        y = logarithm.y();
      }
      Matrix t = targets(engine, inputs.get("target"), y.rows(), loss.targets(y.columns()));
      Matrix dy = logarithm == null ? engine.matrixLike(y) : logarithm.dy();
      Matrix rowLoss = engine.matrix(y.rows(), 1);
      Matrix rowWeight = engine.matrix(y.rows(), 1);
      Loss.Live live = loss.build(engine, y, dy, t, rowLoss, rowWeight);
      live.forward();
      live.backward();

      double sum = 0;
      for (double row : Numbers.of(rowLoss)) {
        sum += row;
      }
      double value = sum / Loss.divisor(loss.reduction(), rowWeight);
      assertClose("value", new double[] {value}, Golden.numbers(golden.get("value")), engines.tolerance());
      if (golden.has("row_loss")) {
        assertClose("row_loss", Numbers.of(rowLoss), golden.numbers("row_loss"), engines.tolerance());
      }
      double[] gradient = Numbers.of(beside(engine, Golden.map(golden.get("grad")), names));
      if (names.equals(List.of("probs"))) {
        timesSlopeOfSigmoid(gradient, Golden.numbers(inputs.get("probs")));
      } else if (logarithm != null) {
        logarithm.live.backward(logarithm.pass);
        dy = logarithm.dx();
      }
      assertClose("gradient", Numbers.of(dy), gradient, engines.tolerance());
    }
  }

  /// Several inputs, such as means and variances, side by side in one matrix.
  private static Matrix beside(Engine engine, Map<String, Object> inputs, List<String> names) {
    List<Matrix> parts = names.stream().map(name -> Golden.matrix(engine, inputs.get(name))).toList();
    Matrix all = engine.matrix(parts.getFirst().rows(), parts.stream().mapToInt(Matrix::columns).sum());
    int to = 0;
    for (Matrix part : parts) {
      engine.columns(all, to, part, 0, part.columns()).run();
      to += part.columns();
    }
    return all;
  }

  /// The loss works from z with p = σ(z): z = ln(p/(1 - p)).
  private static void toLogits(Matrix p) {
    for (int i = 0; i < p.size(); i++) {
      p.put(i, StrictMath.log(p.at(i) / (1 - p.at(i))));
    }
  }

  /// dL/dz = dL/dp · p(1 - p)
  private static void timesSlopeOfSigmoid(double[] gradient, double[] p) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= p[i] * (1 - p[i]);
    }
  }

  /// Class indices become rows with a 1 at the class, unless one column is wanted.
  private static Matrix targets(Engine engine, Object target, int rows, int columns) {
    List<Object> list = new ArrayList<>(Golden.list(target));
    if (list.getFirst() instanceof List<?>) {
      return Golden.matrix(engine, target);
    }
    Matrix t = engine.matrix(rows, columns);
    for (int r = 0; r < rows; r++) {
      if (columns == 1) {
        t.put(r, ((Number) list.get(r)).doubleValue());
      } else {
        t.set(r, ((Number) list.get(r)).intValue(), 1);
      }
    }
    return t;
  }
}
