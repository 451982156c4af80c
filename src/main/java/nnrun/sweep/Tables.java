package nnrun.sweep;

import java.util.ArrayList;
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
  private final List<String> paths;
  private final Objective objective;

  /// @param paths that are varied
  Tables(List<String> paths, Objective objective) {
    this.paths = paths.stream().filter(path -> !path.equals("seed")).toList(); // which has a column of its own
    this.objective = objective;
  }

  /// A trial and what came of it.
  record Row(Trial trial, Result result) {
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
      last.forEach(name -> cells.add(number(result.last().get(name))));
      best.forEach(name -> cells.add(number(result.best().get(name))));
      test.forEach(name -> cells.add(number(result.test().get(name))));
      cells.add(begun ? result.seconds() : "");
      csv.append(Csv.line(cells));
    }
    return csv.toString();
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
