package nnrun.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import nnrun.run.Csv;
import nnrun.search.Objective;
import org.jspecify.annotations.Nullable;

/// What came of a sweep, as CSV.
final class Tables {
  private static final double LEVEL = 0.95;

  private final List<String> paths;
  private final Objective objective;

  /// @param paths that are varied
  Tables(List<String> paths, Objective objective) {
    this.paths = paths.stream().filter(path -> !path.equals("seed")).toList(); // which has a column of its own
    this.objective = objective;
  }

  /// A trial and what came of it.
  ///
  /// @param unmet what its config expects and what did not come, in words
  record Row(Trial trial, Result result, List<String> unmet) {
    Row(Trial trial, Result result) {
      this(trial, result, List.of());
    }

    double objective(Objective objective) {
      return result.objective(objective, trial.experiment().train().earlyStopping());
    }
  }

  /// A row a trial.
  String trials(List<Row> rows) {
    Set<String> last = names(rows, Result::last);
    Set<String> best = names(rows, Result::best);
    Set<String> test = names(rows, Result::test);
    List<String> header = new ArrayList<>(List.of("trial", "point", "status", "reason", "seed", "fold"));
    header.addAll(paths);
    header.addAll(List.of("epochs", "best_epoch", "objective"));
    boolean expecting = rows.stream().anyMatch(row -> !row.trial.experiment().expect().isEmpty());
    if (expecting) {
      header.add("unmet");
    }
    last.forEach(name -> header.add("final." + name));
    best.forEach(name -> header.add("best." + name));
    test.forEach(name -> header.add("test." + name));
    header.add("seconds");
    StringBuilder csv = new StringBuilder(Csv.line(header));
    for (Row row : rows) {
      Trial trial = row.trial;
      Result result = row.result;
      List<Object> cells = new ArrayList<>(List.of(trial.id(), trial.point().id(), status(result), result.reason()));
      cells.add(trial.experiment().seed());
      cells.add(trial.fold() == null ? "" : trial.fold());
      paths.forEach(path -> cells.add(trial.point().values().getOrDefault(path, "")));
      boolean begun = result.epochs() > 0;
      cells.add(begun ? result.epochs() : "");
      cells.add(result.bestEpoch() > 0 ? result.bestEpoch() : "");
      cells.add(number(row.objective(objective)));
      if (expecting) {
        cells.add(String.join("; ", row.unmet));
      }
      last.forEach(name -> cells.add(number(result.last().get(name))));
      best.forEach(name -> cells.add(number(result.best().get(name))));
      test.forEach(name -> cells.add(number(result.test().get(name))));
      cells.add(begun ? result.seconds() : "");
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  /// The trials of one point.
  ///
  /// @param failed trials of it
  private record Group(Point point, List<Row> trials, int failed) {
    double[] values(Objective objective) {
      return trials.stream().mapToDouble(row -> row.objective(objective)).filter(Double::isFinite).toArray();
    }

    long epochs() {
      return trials.stream().mapToLong(row -> row.result.epochs()).max().orElse(0);
    }
  }

  private static List<Group> groups(List<Row> rows) {
    Map<String, List<Row>> byPoint = new LinkedHashMap<>();
    rows.forEach(row -> byPoint.computeIfAbsent(row.trial.point().id(), _ -> new ArrayList<>()).add(row));
    return byPoint.values().stream()
        .map(all -> {
          int failed = (int) all.stream().filter(row -> row.result.status().isFailure()).count();
          return new Group(all.getFirst().trial.point(), all, failed);
        })
        .toList();
  }

  /// A row a point: mean and standard deviation of the objective over its trials, and the 95 % interval of the mean
  /// (Student 1908).
  String summary(List<Row> rows) {
    List<String> header = new ArrayList<>(List.of("point"));
    header.addAll(paths);
    header.addAll(List.of("epochs", "n", "failed", "mean", "sd", "low", "high"));
    StringBuilder csv = new StringBuilder(Csv.line(header));
    for (Group group : groups(rows)) {
      Sample sample = Sample.of(group.values(objective));
      double half = sample.halfWidth(LEVEL);
      List<Object> cells = new ArrayList<>(List.of(group.point.id()));
      paths.forEach(path -> cells.add(group.point.values().getOrDefault(path, "")));
      cells.addAll(List.of(group.epochs(), sample.n(), group.failed, number(sample.mean()), number(sample.sd())));
      cells.addAll(List.of(number(sample.mean() - half), number(sample.mean() + half)));
      csv.append(Csv.line(cells));
    }
    return csv.toString();
  }

  /// The first trial of the point with the best mean, among those that were trained longest, and with no failure if
  /// there is such a point; null before any has a result.
  @Nullable Trial best(List<Row> rows) {
    List<Group> measured = groups(rows).stream().filter(group -> group.values(objective).length > 0).toList();
    int fewest = measured.stream().mapToInt(Group::failed).min().orElse(0);
    Comparator<Group> order =
        Comparator.<Group>comparingLong(group -> group.failed > fewest ? 1 : 0)
            .thenComparing(Comparator.comparingLong((Group group) -> paused(group) ? -group.epochs() : -Long.MAX_VALUE))
            .thenComparingDouble(group -> objective.loss(Sample.of(group.values(objective)).mean()));
    return measured.stream().min(order).map(group -> group.trials.getFirst().trial).orElse(null);
  }

  private static boolean paused(Group group) {
    return group.trials.stream().anyMatch(row -> row.result.status() == Result.Status.PAUSED);
  }

  private static String status(Result result) {
    return result.status().name().toLowerCase(Locale.ROOT);
  }

  /// Empty for NaN of a trial that has no such number.
  private static Object number(@Nullable Double value) {
    return value == null || value.isNaN() ? "" : value;
  }

  private static Set<String> names(List<Row> rows, Function<Result, Map<String, Double>> measures) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(measures.apply(row.result).keySet()));
    return names;
  }
}
