package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.loss.Loss;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.junit.jupiter.params.ParameterizedTest;

class LossGoldenTest {
  static Loss component(Golden golden) {
    String name =
        switch (golden.kind()) {
          case "bce_logits", "bce" -> "binary_cross_entropy";
          default -> golden.kind();
        };
    Map<String, Object> params = new LinkedHashMap<>(golden.params());
    params.computeIfPresent("pos_weight", (_, weight) -> weight instanceof List<?> ? weight : List.of(weight));
    boolean rowSum = golden.get("reduction").equals("sum over features, mean over rows");
    Map<String, Object> more = rowSum ? Map.of("outputs", "sum") : Map.of();
    return Golden.component(Loss.class, name, params, Map.of(), more);
  }

  @ParameterizedTest
  @GoldenSource("losses")
  void valueAndGradientAreThoseOfTheFile(Golden golden, Engines engines) {
    try (Engine engine = engines.make()) {
      Loss loss = component(golden);
      Map<String, Object> inputs = Golden.map(golden.get("inputs"));
      String input = inputs.keySet().stream().filter(name -> !name.equals("target")).findFirst().orElseThrow();
      Matrix y = Golden.matrix(engine, inputs.get(input));
      if (input.equals("probs")) {
        toLogits(y);
      }
      Matrix t = targets(engine, inputs.get("target"), y);
      Matrix dy = engine.matrixLike(y);
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
      double[] gradient = Golden.numbers(Golden.map(golden.get("grad")).get(input));
      if (input.equals("probs")) {
        timesSlopeOfSigmoid(gradient, Golden.numbers(inputs.get(input)));
      }
      assertClose("gradient", Numbers.of(dy), gradient, engines.tolerance());
    }
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

  /// Class indices become rows with a 1 at the class.
  private static Matrix targets(Engine engine, Object target, Matrix y) {
    List<Object> rows = new ArrayList<>(Golden.list(target));
    if (rows.getFirst() instanceof List<?>) {
      return Golden.matrix(engine, target);
    }
    Matrix t = engine.matrixLike(y);
    for (int r = 0; r < rows.size(); r++) {
      t.set(r, ((Number) rows.get(r)).intValue(), 1);
    }
    return t;
  }
}
