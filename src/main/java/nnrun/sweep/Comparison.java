package nnrun.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The points of a sweep from the best to the worst, each held against the best: a paired test over the seeds (and
/// folds) that both have, corrected by Holm for the number of points. With folds, the test is that of Nadeau and
/// Bengio.
///
/// The best is the one that came out best in these very trials, so a difference is somewhat overstated; what is not
/// told apart from it may as well be taken.
///
/// @param standings the best first, those without an objective last
/// @param comparisons that were corrected for
/// @param corrected whether the test is that for overlapping folds
public record Comparison(
    TrialsTable table, List<Standing> standings, int comparisons, boolean corrected, Importance.Shares importance) {
  /// The chance to find a difference anywhere where there is none.
  public static final double ALPHA = 0.05;

  /// Of the interval of a mean.
  public static final double LEVEL = 0.95;

  private static final int FEWEST_PAIRS = 2;

  /// How a point stands to the best.
  public enum Mark {
    BEST("*"),
    /// No test tells it from the best.
    TIED("="),
    WORSE(""),
    /// Fewer than two seeds in common with the best: no test.
    UNKNOWN("?"),
    /// No trial of it is finished.
    NONE("-");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    /// One character, or none for what is worse.
    public String sign() {
      return sign;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A point.
  ///
  /// @param values by path
  /// @param sample of the objective
  /// @param trials with and without an objective
  /// @param status of its first trial
  /// @param p of no difference from the best, corrected; null where it was not tested
  public record Standing(
      String point,
      Map<String, String> values,
      String status,
      Sample sample,
      int trials,
      @Nullable Double p,
      Mark mark) {}

  /// @param ranks take Wilcoxon's test of ranks in place of Student's
  public static Comparison of(TrialsTable table, boolean ranks) {
    List<List<TrialsTable.Row>> points = new ArrayList<>(table.points().values());
    Comparator<List<TrialsTable.Row>> byMean =
        Comparator.comparingDouble(rows -> table.maximize() ? -sample(rows).mean() : sample(rows).mean());
    points.sort(byMean); // NaN, of points without an objective, is greater than any number
    boolean corrected = table.folds() > 1 && !ranks;
    List<TrialsTable.Row> best = points.getFirst();
    @Nullable Double[] p = new Double[points.size()];
    for (int i = 1; i < p.length; i++) {
      p[i] = p(best, points.get(i), table.folds(), ranks);
    }
    int[] tested = IntStream.range(0, p.length).filter(i -> p[i] != null).toArray();
    double[] family = Holm.corrected(Arrays.stream(tested).mapToDouble(i -> p[i] == null ? 1 : p[i]).toArray());
    for (int k = 0; k < tested.length; k++) {
      p[tested[k]] = family[k];
    }
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      List<TrialsTable.Row> rows = points.get(i);
      Sample sample = sample(rows);
      standings.add(
          new Standing(
              rows.getFirst().point(),
              rows.getFirst().values(),
              rows.getFirst().status(),
              sample,
              rows.size(),
              p[i],
              mark(i, sample, p[i])));
    }
    return new Comparison(table, standings, tested.length, corrected, importance(table));
  }

  private static Mark mark(int place, Sample sample, @Nullable Double p) {
    if (sample.n() == 0) {
      return Mark.NONE;
    }
    if (place == 0) {
      return Mark.BEST;
    }
    return p == null ? Mark.UNKNOWN : p > ALPHA ? Mark.TIED : Mark.WORSE;
  }

  private static Sample sample(List<TrialsTable.Row> rows) {
    return Sample.of(rows.stream().filter(TrialsTable.Row::finished).mapToDouble(TrialsTable.Row::objective).toArray());
  }

  private static @Nullable Double p(List<TrialsTable.Row> best, List<TrialsTable.Row> other, int folds, boolean ranks) {
    Map<String, Double> byPair = new LinkedHashMap<>();
    best.stream().filter(TrialsTable.Row::finished).forEach(row -> byPair.put(row.pair(), row.objective()));
    List<TrialsTable.Row> both =
        other.stream().filter(row -> row.finished() && byPair.containsKey(row.pair())).toList();
    if (both.size() < FEWEST_PAIRS) {
      return null;
    }
    double[] a = both.stream().mapToDouble(row -> byPair.getOrDefault(row.pair(), Double.NaN)).toArray();
    double[] b = both.stream().mapToDouble(TrialsTable.Row::objective).toArray();
    if (ranks) {
      return PairedTest.wilcoxon(a, b).p();
    }
    return folds > 1 ? PairedTest.corrected(a, b, 1.0 / (folds - 1)).p() : PairedTest.t(a, b).p();
  }

  private static Importance.Shares importance(TrialsTable table) {
    List<TrialsTable.Row> rows = table.finished();
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String path : table.paths()) {
      values.put(path, rows.stream().map(row -> row.values().getOrDefault(path, "")).toList());
    }
    List<String> points = rows.stream().map(TrialsTable.Row::point).toList();
    return Importance.of(values, points, rows.stream().mapToDouble(TrialsTable.Row::objective).toArray());
  }

  /// The objective by the values of a path, numbers ascending: of all finished trials with that value.
  public Map<String, Sample> by(String path) {
    List<TrialsTable.Row> rows = table.finished();
    List<String> values = Importance.classes(rows.stream().map(row -> row.values().getOrDefault(path, "")).toList());
    Map<String, List<Double>> members = new LinkedHashMap<>();
    List<String> distinct = values.stream().distinct().sorted(Comparator.comparingDouble(Importance::start)).toList();
    distinct.forEach(value -> members.put(value, new ArrayList<>()));
    for (int i = 0; i < values.size(); i++) {
      members.getOrDefault(values.get(i), new ArrayList<>()).add(rows.get(i).objective());
    }
    Map<String, Sample> samples = new LinkedHashMap<>();
    members.forEach((value, y) -> samples.put(value, Sample.of(y.stream().mapToDouble(Double::doubleValue).toArray())));
    return samples;
  }
}
