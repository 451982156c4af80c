package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.init.Initializer;
import nnrun.layer.Activation;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class InitializerGoldenTest {
  /// A file tells the uniform and the normal form of one rule. None for the gains, which are the activations'.
  static List<Initializer> components(Golden golden) {
    return switch (golden.kind()) {
      case "gain" -> List.of();
      case "uniform_old" -> List.of(read("fan_uniform", Map.of()));
      case "xavier" -> both("xavier", Map.of("gain", "auto"));
      case "kaiming" -> {
        Map<String, Object> params = new LinkedHashMap<>(golden.params());
        params.put("gain", "auto");
        yield both("kaiming", params);
      }
      default -> throw new AssertionError("no initializer reads " + golden);
    };
  }

  private static List<Initializer> both(String name, Map<String, Object> params) {
    return List.of(read(name + "_uniform", params), read(name + "_normal", params));
  }

  private static Initializer read(String name, Map<String, Object> params) {
    return Golden.component(Initializer.class, name, params, Map.of(), Map.of());
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> spreadIsThatOfTheFile() {
    return Golden.of("init").stream().map(golden -> DynamicTest.dynamicTest(golden.file(), () -> check(golden)));
  }

  private static void check(Golden golden) {
    if (golden.has("gains")) {
      gains(golden);
      return;
    }
    for (Object each : Golden.list(golden.get("cases"))) {
      Map<String, Object> expected = Golden.map(each);
      double gain = expected.get("gain") instanceof Number number ? number.doubleValue() : 1;
      var fan = new Initializer.Fan(whole(expected, "fan_in"), whole(expected, "fan_out"), gain);
      for (Initializer initializer : components(golden)) {
        drawsHaveSpread(initializer, fan, expected);
      }
    }
  }

  /// Every weight is a draw of the stream times the spread, so the spread can be read off each of them.
  private static void drawsHaveSpread(Initializer initializer, Initializer.Fan fan, Map<String, Object> expected) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(8, 8);
      Stream stream = Stream.of(3).named("w");
      initializer.fill(w, fan, stream);
      boolean normal = initializer.getClass().getSimpleName().endsWith("Normal");
      double spread = ((Number) expected.get(normal ? "std" : "uniform_bound")).doubleValue();
      double[] drawn = new double[64];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = spread * (normal ? stream.normal(i) : 2 * stream.uniform(i) - 1);
      }
      assertClose(initializer.toString(), Numbers.of(w), drawn, 1e-15);
    }
  }

  private static int whole(Map<String, Object> map, String name) {
    return ((Number) map.get(name)).intValue();
  }

  /// The gain that `auto` takes from an activation.
  private static void gains(Golden golden) {
    List<String> known = new ArrayList<>();
    for (Object each : Golden.list(golden.get("gains"))) {
      Map<String, Object> row = Golden.map(each);
      String name = (String) row.get("nonlinearity");
      if (nnrun.spec.Catalogue.of(Activation.class).find(name) != null) {
        Activation activation =
            Golden.component(Activation.class, name, row, Map.of("alpha", "negative_slope", "gain", "none"), Map.of());
        assertClose(
            name, new double[] {activation.gain()}, new double[] {((Number) row.get("gain")).doubleValue()}, 1e-15);
        known.add(name);
      }
    }
    assertThat(known).contains("linear", "sigmoid", "tanh", "relu", "leaky_relu");
  }
}
