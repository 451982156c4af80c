package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.metric.Confusion;
import nnrun.metric.Hamming;
import nnrun.metric.Metric;
import nnrun.metric.SubsetAccuracy;
import nnrun.spec.Catalogue;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MetricGoldenTest {
  /// Our columns in the files' words, where they differ. Several classes and several labels have words of their own.
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("top_1", List.of("top_1_accuracy")),
          Map.entry("top_2", List.of("top_2_accuracy")),
          Map.entry("top_3", List.of("top_3_accuracy")),
          Map.entry("roc_auc", List.of("roc_auc", "roc_auc_ovr_macro", "roc_auc_macro")),
          Map.entry("roc_auc_weighted", List.of("roc_auc_ovr_weighted")),
          Map.entry("average_precision", List.of("average_precision", "average_precision_macro")),
          Map.entry("brier", List.of("brier", "brier_multiclass_sum")),
          Map.entry("ece", List.of("ece", "ece_15", "ece_15_confidence")),
          Map.entry("cosine", List.of("cosine_distance")),
          Map.entry("hamming", List.of("hamming_fraction", "hamming_loss")),
          Map.entry("jaccard", List.of("jaccard_distance")),
          Map.entry("jaccard_score_samples", List.of("jaccard_samples")),
          Map.entry("sorensen_dice", List.of("dice_distance")),
          Map.entry("haversine", List.of("km")));

  /// A file holds the numbers of many metrics: those of ours whose column it knows.
  static List<Metric> components(Golden golden) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : candidates(golden.params().containsKey("labels"))) {
      if (word(metric, values(golden)) != null || (metric instanceof Confusion && isTable(golden))) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  /// All variants, and the numbers of classes that files look at; of those for labels only the settings for labels.
  private static List<Metric> candidates(boolean labels) {
    List<String> yaml = new ArrayList<>(Variants.of(Metric.class).stream().map(Variants.Variant::yaml).toList());
    yaml.addAll(List.of("top_k: 1", "top_k: 2"));
    Map<String, Metric> metrics = new LinkedHashMap<>();
    for (String text : yaml) {
      Metric metric = read(text);
      boolean choice =
          Catalogue.of(Metric.class).find(metric.getClass()).parameters().stream()
              .anyMatch(p -> p.name().equals("multi_label"));
      if (choice) {
        Map<String, Object> map = new LinkedHashMap<>(Golden.map(Json.parse(text)));
        map.put("multi_label", labels);
        if (!labels && "samples".equals(map.get("average"))) {
          continue; // of labels alone
        }
        metric = read(Json.write(map));
      }
      if (!labels || choice || metric instanceof Hamming || metric instanceof SubsetAccuracy) {
        metrics.putIfAbsent(metric.column(), metric); // the first has all other settings at their defaults
      }
    }
    return List.copyOf(metrics.values());
  }

  private static Metric read(String yaml) {
    try {
      return Config.parse(Metric.class, yaml, "metric").value();
    } catch (ConfigException e) {
      throw new AssertionError(yaml, e);
    }
  }

  /// Of the file, or of its first case.
  private static Map<String, Object> values(Golden golden) {
    return Golden.map(golden.has("values") ? golden.get("values") : Golden.list(golden.get("cases")).getFirst());
  }

  /// What the file calls the metric, or null.
  private static String word(Metric metric, Map<String, Object> values) {
    List<String> words = WORDS.getOrDefault(metric.column(), List.of(metric.column()));
    return words.stream().filter(values::containsKey).findFirst().orElse(null);
  }

  private static boolean isTable(Golden golden) {
    return golden.has("confusion_matrix") && Golden.list(golden.get("confusion_matrix")).getFirst() instanceof List<?>;
  }

  @TestFactory
  java.util.stream.Stream<DynamicTest> valuesAreThoseOfTheFile() {
    return Golden.of("metrics").stream()
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.file(),
                () -> {
                  if (golden.has("cases")) {
                    distances(golden);
                  } else {
                    measure(golden);
                  }
                }));
  }

  @Test
  void ofTheFileOfLabelsNoNumberIsLeftOut() {
    Golden labels =
        Golden.of("metrics").stream().filter(golden -> golden.name().equals("multilabel")).findFirst().orElseThrow();
    List<String> held = components(labels).stream().map(metric -> word(metric, values(labels))).toList();
    assertThat(held).containsExactlyInAnyOrderElementsOf(values(labels).keySet());
  }

  /// Each case is a row of its own. Close points lose digits in the haversine formula itself.
  private static void distances(Golden golden) {
    double tolerance = golden.name().contains("haversine") ? 1e-10 : 1e-12;
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      for (Object each : Golden.list(golden.get("cases"))) {
        Map<String, Object> values = Golden.map(each);
        boolean globe = values.containsKey("lat1");
        Matrix u = Golden.matrix(engine, globe ? List.of(values.get("lat1"), values.get("lon1")) : values.get("u"));
        Matrix v = Golden.matrix(engine, globe ? List.of(values.get("lat2"), values.get("lon2")) : values.get("v"));
        for (Metric metric : components(golden)) {
          Metric.Tally tally = metric.start(u.columns());
          tally.add(u, v);
          double[] expected = Golden.numbers(values.get(word(metric, values)));
          assertClose(metric.column(), new double[] {tally.value()}, expected, tolerance);
        }
      }
    }
  }

  private static void measure(Golden golden) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      boolean classes = golden.kind().equals("classification");
      int width = classes && golden.params().get("classes") instanceof Long n ? n.intValue() : 1;
      Matrix t = targets(golden, engine, width);
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
          double[] expected = Golden.numbers(values(golden).get(word(metric, values(golden))));
          assertClose(metric.column(), new double[] {tally.value()}, expected, 1e-12);
        }
        if (values(golden).get(metric.column() + "_perfect") instanceof Number perfect) {
          Metric.Tally met = metric.start(t.columns());
          met.add(t, t);
          assertThat(met.value()).isEqualTo(perfect.doubleValue());
        }
      }
    }
  }

  /// Where only confidences are known, class 0 has them and is right or not.
  private static Matrix targets(Golden golden, Engine engine, int width) {
    if (golden.has("correct")) {
      return oneHot(engine, Arrays.stream(golden.numbers("correct")).map(right -> 1 - right).toArray(), 9);
    }
    return width > 1 ? oneHot(engine, golden.numbers("y_true"), width) : column(engine, golden.get("y_true"));
  }

  private static Matrix predictions(Golden golden, Engine engine, int width) {
    if (golden.has("confidence")) {
      double[] confidences = golden.numbers("confidence");
      Matrix y = engine.matrix(confidences.length, 9);
      for (int r = 0; r < confidences.length; r++) {
        for (int c = 0; c < 9; c++) {
          y.set(r, c, c == 0 ? confidences[r] : (1 - confidences[r]) / 8);
        }
      }
      return y;
    }
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
