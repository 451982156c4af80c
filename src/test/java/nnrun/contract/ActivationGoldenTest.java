package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nnrun.layer.Layer;
import nnrun.tensor.Engine;
import org.junit.jupiter.params.ParameterizedTest;

class ActivationGoldenTest {
  static Layer component(Golden golden) {
    Map<String, Object> alpha =
        golden.has("alpha")
            ? Map.of("alpha", golden.numbers("alpha")[0], "per_feature", golden.numbers("alpha").length > 1)
            : Map.of();
    Map<String, String> names =
        switch (golden.kind()) {
          case "leaky_relu" -> Map.of("alpha", "negative_slope");
          case "hardtanh" -> Map.of("low", "min_val", "high", "max_val");
          default -> Map.of();
        };
    return Golden.component(Layer.class, ours(golden.kind()), golden.params(), names, alpha);
  }

  private static String ours(String kind) {
    return switch (kind) {
      case "binary_step" -> "step";
      case "hardsigmoid" -> "hard_sigmoid";
      case "hardswish" -> "hard_swish";
      case "logsigmoid" -> "log_sigmoid";
      default -> kind;
    };
  }

  @ParameterizedTest
  @GoldenSource("activations")
  void outputAndGradientsAreThoseOfTheFile(Golden golden, Engines engines) {
    try (Engine engine = engines.make()) {
      double[] x = golden.numbers("x");
      int rows = golden.get("x") instanceof List<?> list && list.getFirst() instanceof List<?> ? list.size() : 1;
      Bench bench = new Bench(engine, component(golden), rows, x.length / rows);
      Numbers.fill(bench.x(), x);
      if (golden.has("alpha")) {
        Numbers.fill(bench.parameter("alpha").value(), golden.numbers("alpha"));
      }
      bench.forward();
      Numbers.fill(bench.dy(), golden.numbers("dy"));
      bench.live.backward(bench.pass);
      // The mathematical function where the file has it: libraries cut softplus off and lose digits of gelu.
      double[] y = golden.numbers(golden.has("y_exact") ? "y_exact" : "y");
      double[] dx = golden.numbers(golden.has("dx_exact") ? "dx_exact" : "dx");
      // A difference of inputs near 745 cannot be better than float32 holds them: to 2^-24·745 = 4.4e-5.
      boolean difference = engines.isFloat32() && golden.kind().equals("log_softmax");
      assertClose("y", Numbers.of(bench.y()), y, difference ? 1e-4 : engines.tolerance());
      assertClose("dx", withoutKinks(golden, Numbers.of(bench.dx())), withoutKinks(golden, dx), engines.tolerance());
      if (golden.has("dalpha")) {
        assertClose(
            "dalpha", Numbers.of(bench.parameter("alpha").gradient()), golden.numbers("dalpha"), engines.tolerance());
      }
    }
  }

  /// Far to the left most functions are tiny; their digits are right all the same. At the file's ±745 numbers have
  /// fewer than 53 bits, and ln(1 + 1e-281) was 0 to the digits that the files were made with.
  @ParameterizedTest
  @GoldenSource(value = "activations", engines = Engines.COMPILED_FLOAT64)
  void tinyOutputsKeepTheirRelativePrecision(Golden golden, Engines engines) {
    if (!golden.has("y_exact")) {
      return; // prelu, which has no tiny outputs
    }
    try (Engine engine = engines.make()) {
      double[] x = golden.numbers("x");
      int rows = golden.get("x") instanceof List<?> list && list.getFirst() instanceof List<?> ? list.size() : 1;
      Bench bench = new Bench(engine, component(golden), rows, x.length / rows);
      Numbers.fill(bench.x(), x);
      bench.forward();
      double[] exact = golden.numbers("y_exact");
      for (int i = 0; i < exact.length; i++) {
        double error = Math.abs(bench.y().at(i) - exact[i]);
        assertThat(error).as("y(%s) = %s", x[i], exact[i]).isLessThanOrEqualTo(1e-12 * Math.abs(exact[i]) + 1e-280);
      }
    }
  }

  /// At a kink the gradient is a convention.
  private static double[] withoutKinks(Golden golden, double[] dx) {
    double[] smooth = Arrays.copyOf(dx, dx.length);
    if (golden.has("nondifferentiable_at")) {
      for (double index : golden.numbers("nondifferentiable_at")) {
        smooth[(int) index] = 0;
      }
    }
    return smooth;
  }
}
