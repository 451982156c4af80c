package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.init.Initializer;
import nnrun.init.TruncatedNormal;
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
      case "lecun" -> both("lecun", Map.of());
      case "truncated_normal", "orthogonal" ->
          Golden.list(golden.get("cases")).stream().map(each -> read(golden.kind(), params(Golden.map(each)))).toList();
      case "xavier" -> both("xavier", Map.of("gain", "auto"));
      case "kaiming" -> {
        Map<String, Object> params = new LinkedHashMap<>(golden.params());
        params.put("gain", "auto");
        yield both("kaiming", params);
      }
      default -> throw new AssertionError("no initializer reads " + golden);
    };
  }

  /// The limits are numbers in the file, and standard deviations from the mean here.
  private static Map<String, Object> params(Map<String, Object> each) {
    Map<String, Object> params = new LinkedHashMap<>(each);
    if (each.containsKey("sigma")) {
      double sigma = number(each, "sigma");
      params.put("std", sigma);
      params.put("low", (number(each, "a") - number(each, "mean")) / sigma);
      params.put("high", (number(each, "b") - number(each, "mean")) / sigma);
    }
    return params;
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
      if (golden.kind().equals("truncated_normal")) {
        isTruncated((TruncatedNormal) read("truncated_normal", params(expected)), expected);
        continue;
      } else if (golden.kind().equals("orthogonal")) {
        isOrthogonal(read("orthogonal", params(expected)), expected);
        continue;
      }
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

  /// Of n draws the mean is known to std/√n, the standard deviation better than that, and a share p to √(p(1 - p)/n).
  private static void isTruncated(TruncatedNormal initializer, Map<String, Object> expected) {
    int n = 40_000;
    double[] drawn = draws(initializer, 200, 200);
    double std = number(expected, "truncated_std");
    double mean = Arrays.stream(drawn).average().orElseThrow();
    double square = Arrays.stream(drawn).map(w -> (w - mean) * (w - mean)).average().orElseThrow();
    assertThat(mean).isCloseTo(number(expected, "truncated_mean"), within(4 * std / 200));
    assertThat(StrictMath.sqrt(square)).isCloseTo(std, within(4 * std / 200));
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isGreaterThanOrEqualTo(number(expected, "a"));
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isLessThanOrEqualTo(number(expected, "b"));
    double below25 = (double) Arrays.stream(drawn).filter(w -> w < number(expected, "quantile_25")).count() / n;
    double below90 = (double) Arrays.stream(drawn).filter(w -> w < number(expected, "quantile_90")).count() / n;
    assertThat(below25).isCloseTo(0.25, within(4 * StrictMath.sqrt(0.25 * 0.75 / n)));
    assertThat(below90).isCloseTo(0.9, within(4 * StrictMath.sqrt(0.9 * 0.1 / n)));
  }

  private static void isOrthogonal(Initializer initializer, Map<String, Object> expected) {
    int rows = whole(expected, "rows");
    int columns = whole(expected, "cols");
    double gain = number(expected, "gain");
    double[] w = draws(initializer, rows, columns);
    boolean byRow = rows <= columns;
    int vectors = byRow ? rows : columns;
    int length = byRow ? columns : rows;
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double dot = 0;
        for (int k = 0; k < length; k++) {
          dot += byRow ? w[a * columns + k] * w[b * columns + k] : w[k * columns + a] * w[k * columns + b];
        }
        assertThat(dot).isCloseTo(a == b ? gain * gain : 0, within(1e-12));
      }
    }
    double square = Arrays.stream(w).map(x -> x * x).average().orElseThrow();
    assertThat(square).isCloseTo(number(expected, "expected_entry_variance"), within(1e-12));
  }

  private static double[] draws(Initializer initializer, int rows, int columns) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(rows, columns);
      initializer.fill(w, new Initializer.Fan(rows, columns, 1), Stream.of(3).named("w"));
      return Numbers.of(w);
    }
  }

  private static double number(Map<String, Object> map, String name) {
    return ((Number) map.get(name)).doubleValue();
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
    assertThat(known).contains("linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu");
  }
}
