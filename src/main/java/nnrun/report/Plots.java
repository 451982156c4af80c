package nnrun.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nnrun.report.LineChart.Color;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The pictures of a run, made from its `metrics.csv` alone: one a measure (`loss`, `accuracy`, `lr`, `grad.norm`),
/// with a curve for each split that has it.
public final class Plots {
  private static final String EPOCH = "epoch";
  private static final List<String> NOT_DRAWN = List.of(EPOCH, "step", "samples");
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

  /// A logarithmic axis is for a curve of numbers this many times smaller than the largest, if half of them would be
  /// pressed together at the foot of a linear one. The rate of a cosine is not such a curve: only its end is.
  private static final double TWO_DECADES = 100;

  private static final double FOOT = 0.1;

  /// A column of every run, of zeros where the config has none.
  private static final String PENALTY = "penalty";

  private Plots() {}

  /// The splits in the order and the colours of their curves.
  private enum Split {
    TRAIN("train.", Color.BLUE),
    VAL("val.", Color.ORANGE),
    TEST("test.", Color.GREEN);

    private final String prefix;
    private final Color color;

    Split(String prefix, Color color) {
      this.prefix = prefix;
      this.color = color;
    }

    private String label() {
      return prefix.substring(0, prefix.length() - 1);
    }
  }

  /// One column: the epochs that have a value in it, and the values.
  private record Curve(String label, Color color, List<Double> epochs, List<Double> values) {
    boolean notZero() {
      return values.stream().anyMatch(value -> value != 0);
    }

    long notFinite() {
      return values.stream().filter(value -> !Double.isFinite(value)).count();
    }
  }

  /// Draws every measure of a run.
  ///
  /// @param csv the text of a `metrics.csv`; a last line without a line break is still being written and is left out
  /// @param largerIsBetter what to mark as the best of a measure, by its name: true for `accuracy`
  /// @return SVG by file name (`loss.svg`), in the order of the columns; nothing for a run without a complete epoch
  public static SequencedMap<String, String> fromMetrics(String csv, Predicate<String> largerIsBetter) {
    SequencedMap<String, String> plots = new LinkedHashMap<>();
    String complete = csv.substring(0, csv.lastIndexOf('\n') + 1);
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(complete, format)) {
      List<String> columns = parser.getHeaderNames();
      List<CSVRecord> rows = parser.getRecords();
      if (rows.isEmpty()) {
        return plots;
      }
      if (!columns.contains(EPOCH)) {
        throw new IllegalArgumentException("metrics.csv has no column epoch, it has " + String.join(", ", columns));
      }
      curves(columns, rows)
          .forEach((measure, curves) -> {
            String name = UNSAFE.matcher(measure).replaceAll("_") + ".svg";
            plots.put(name, plot(measure, curves, largerIsBetter.test(measure)));
          });
      return plots;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<Curve>> curves(List<String> columns, List<CSVRecord> rows) {
    Set<String> measures = new LinkedHashSet<>();
    for (String column : columns) {
      measures.add(split(column).findFirst().map(s -> column.substring(s.prefix.length())).orElse(column));
    }
    NOT_DRAWN.forEach(measures::remove);
    Map<String, List<Curve>> curves = new LinkedHashMap<>();
    for (String measure : measures) {
      List<Curve> of = new ArrayList<>();
      for (Split split : Split.values()) {
        if (columns.contains(split.prefix + measure)) {
          of.add(curve(rows, split.prefix + measure, split.label(), split.color));
        }
      }
      if (of.isEmpty()) {
        of.add(curve(rows, measure, "", Color.PURPLE)); // its name is the title
      }
      if (!measure.equals(PENALTY) || of.stream().anyMatch(Curve::notZero)) {
        curves.put(measure, of);
      }
    }
    return curves;
  }

  private static Stream<Split> split(String column) {
    return Stream.of(Split.values()).filter(split -> column.startsWith(split.prefix));
  }

  private static Curve curve(List<CSVRecord> rows, String column, String label, Color color) {
    List<Double> epochs = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (CSVRecord row : rows) {
      if (!row.isConsistent()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "metrics.csv:%d: %d values where the header has %d names",
                row.getRecordNumber() + 1,
                row.size(),
                row.getParser().getHeaderNames().size()));
      }
      if (!row.get(column).isEmpty()) { // not measured in this epoch
        epochs.add(number(row, EPOCH));
        values.add(number(row, column));
      }
    }
    return new Curve(label, color, epochs, values);
  }

  private static double number(CSVRecord row, String column) {
    try {
      return Double.parseDouble(row.get(column));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metrics.csv:%d: %s is '%s', no number",
              row.getRecordNumber() + 1,
              column,
              row.get(column)));
    }
  }

  private static String plot(String measure, List<Curve> curves, boolean largerIsBetter) {
    LineChart chart = new LineChart(measure, EPOCH).wholeX();
    if (!largerIsBetter && spansDecades(curves)) {
      chart.logY();
    }
    List<String> notes = new ArrayList<>();
    for (Curve curve : curves) {
      chart.line(curve.label, curve.color, array(curve.epochs), array(curve.values));
      if (curve.label.equals(Split.VAL.label())) {
        markBest(chart, curve, largerIsBetter, notes);
      }
    }
    curves.stream()
        .filter(curve -> curve.notFinite() > 0)
        .map(curve ->
            String.format(
                Locale.ROOT,
                "%s is NaN or infinite in %d epoch%s",
                curve.label.isEmpty() ? measure : curve.label,
                curve.notFinite(),
                curve.notFinite() == 1 ? "" : "s"))
        .forEach(notes::add);
    return chart.note(notes.stream().collect(Collectors.joining(" · "))).svg();
  }

  private static boolean spansDecades(List<Curve> curves) {
    List<double[]> sorted =
        curves.stream()
            .map(curve -> curve.values.stream().mapToDouble(v -> v).filter(Double::isFinite).sorted().toArray())
            .filter(values -> values.length > 0)
            .toList();
    double high = sorted.stream().mapToDouble(values -> values[values.length - 1]).max().orElse(0);
    return sorted.stream().allMatch(values -> values[0] > 0)
        && sorted.stream()
            .anyMatch(values -> values[0] < high / TWO_DECADES && values[(values.length - 1) / 2] < FOOT * high);
  }

  private static void markBest(LineChart chart, Curve curve, boolean largerIsBetter, List<String> notes) {
    int best = -1;
    for (int i = 0; i < curve.values.size(); i++) {
      double value = curve.values.get(i);
      if (Double.isFinite(value) && (best < 0 || better(value, curve.values.get(best), largerIsBetter))) {
        best = i;
      }
    }
    if (best >= 0) {
      double value = curve.values.get(best);
      chart.mark(curve.color, curve.epochs.get(best), value);
      notes.add(
          String.format(
              Locale.ROOT,
              "best %s %s at epoch %s",
              curve.label,
              Ticks.shortText(value),
              Ticks.exactText(curve.epochs.get(best))));
    }
  }

  private static boolean better(double a, double b, boolean larger) {
    return larger ? a > b : a < b;
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
