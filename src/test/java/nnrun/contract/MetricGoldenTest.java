package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nnrun.metric.Confusion;
import nnrun.metric.Metric;
import nnrun.spec.Catalogue;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class MetricGoldenTest {
  /// A file holds the numbers of many metrics: those of ours whose name it knows.
  static List<Metric> components(Golden golden) {
    Map<String, Object> values = Golden.map(golden.get("values"));
    List<Metric> metrics = new ArrayList<>();
    for (Variants.Variant<Metric> variant : Variants.of(Metric.class)) {
      if (values.containsKey(name(variant.component()))
          || (variant.component() instanceof Confusion && isTable(golden))) {
        metrics.add(variant.component());
      }
    }
    return metrics;
  }

  private static boolean isTable(Golden golden) {
    return golden.has("confusion_matrix") && Golden.list(golden.get("confusion_matrix")).getFirst() instanceof List<?>;
  }

  private static String name(Metric metric) {
    return Catalogue.of(Metric.class).find(metric.getClass()).name();
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> valuesAreThoseOfTheFile() {
    return Golden.of("metrics").stream().map(golden -> DynamicTest.dynamicTest(golden.file(), () -> measure(golden)));
  }

  private static void measure(Golden golden) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      boolean classes = golden.kind().equals("classification");
      int width = classes && golden.params().get("classes") instanceof Long n ? n.intValue() : 1;
      Matrix t = width > 1 ? oneHot(engine, golden.numbers("y_true"), width) : column(engine, golden.get("y_true"));
      Matrix y = predictions(golden, engine, width);
      for (Metric metric : components(golden)) {
        Metric.Tally tally = metric.start(t.columns());
        for (int from = 0; from < t.rows(); from += 7) { // in batches, as training does
          int count = Math.min(7, t.rows() - from);
          tally.add(rows(engine, y, from, count), rows(engine, t, from, count));
        }
        if (tally instanceof Confusion.Counts counts) {
          assertThat(table(counts)).isEqualTo(Golden.numbers(golden.get("confusion_matrix")));
          assertThat(tally.value()).isEqualTo(t.rows());
        } else {
          double[] expected = Golden.numbers(Golden.map(golden.get("values")).get(name(metric)));
          assertClose(name(metric), new double[] {tally.value()}, expected, 1e-12);
        }
        if (Golden.map(golden.get("values")).get(name(metric) + "_perfect") instanceof Number perfect) {
          Metric.Tally met = metric.start(t.columns());
          met.add(t, t);
          assertThat(met.value()).isEqualTo(perfect.doubleValue());
        }
      }
    }
  }

  private static Matrix predictions(Golden golden, Engine engine, int width) {
    if (golden.has("probabilities")) {
      return golden.matrix(engine, "probabilities");
    }
    if (golden.has("score")) {
      return column(engine, golden.get("score"));
    }
    return width > 1 ? oneHot(engine, golden.numbers("y_pred"), width) : column(engine, golden.get("y_pred"));
  }

  private static Matrix oneHot(Engine engine, double[] classes, int width) {
    Matrix rows = engine.matrix(classes.length, width);
    for (int r = 0; r < classes.length; r++) {
      rows.set(r, (int) classes[r], 1);
    }
    return rows;
  }

  /// A list of numbers is one column.
  private static Matrix column(Engine engine, Object json) {
    if (Golden.list(json).getFirst() instanceof List<?>) {
      return Golden.matrix(engine, json);
    }
    double[] numbers = Golden.numbers(json);
    Matrix column = engine.matrix(numbers.length, 1);
    Numbers.fill(column, numbers);
    return column;
  }

  private static Matrix rows(Engine engine, Matrix all, int from, int count) {
    Matrix some = engine.matrix(count, all.columns());
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < all.columns(); c++) {
        some.set(r, c, all.get(from + r, c));
      }
    }
    return some;
  }

  private static double[] table(Confusion.Counts counts) {
    int n = counts.classes();
    double[] numbers = new double[n * n];
    for (int t = 0; t < n; t++) {
      for (int p = 0; p < n; p++) {
        numbers[t * n + p] = counts.count(t, p);
      }
    }
    return numbers;
  }
}
