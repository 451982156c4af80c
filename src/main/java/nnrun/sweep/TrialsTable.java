package nnrun.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nnrun.config.ConfigException;
import nnrun.config.Settings;
import nnrun.run.Csv;
import nnrun.run.DamagedFile;
import nnrun.run.Disk;
import org.jspecify.annotations.Nullable;

/// What came of a sweep, as trials.csv and sweep.yaml in its folder say.
///
/// @param objective the measure that was looked for
/// @param maximize whether more of it is better
/// @param folds of cross-validation; 0 without
/// @param paths that were varied
public record TrialsTable(String objective, boolean maximize, int folds, List<String> paths, List<Row> rows) {
  private static final String TRIALS = "trials.csv";
  private static final String FINISHED = "finished";

  /// A trial.
  ///
  /// @param values by path; empty where a path is not varied
  /// @param objective NaN where the trial has none
  public record Row(
      String point, String status, String seed, String fold, Map<String, String> values, double objective) {
    boolean finished() {
      return status.equals(FINISHED) && !Double.isNaN(objective);
    }

    /// What is the same for trials that are compared with one another.
    String pair() {
      return seed + "/" + fold;
    }
  }

  /// Whether a folder is that of a sweep.
  public static boolean isIn(Disk disk, Path folder) {
    return disk.isFile(folder.resolve(TRIALS));
  }

  public static TrialsTable read(Disk disk, Path folder) {
    Path trials = folder.resolve(TRIALS);
    List<Map<String, String>> table;
    try {
      table = Csv.read(new String(disk.read(trials), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new DamagedFile(trials, "is no CSV: " + e.getMessage());
    }
    if (table.isEmpty()) {
      throw new IllegalArgumentException(trials + ": no trial has begun");
    }
    List<String> columns = List.copyOf(table.getFirst().keySet());
    int from = columns.indexOf("fold") + 1;
    int to = columns.indexOf("epochs");
    if (from == 0 || to < from || !columns.containsAll(List.of("point", "status", "seed", "objective"))) {
      throw new DamagedFile(trials, "has other columns than a sweep writes: " + String.join(", ", columns));
    }
    List<String> paths = columns.subList(from, to);
    List<Row> rows = new ArrayList<>();
    for (Map<String, String> cells : table) {
      Map<String, String> values = new LinkedHashMap<>();
      paths.forEach(path -> values.put(path, cell(cells, path)));
      double objective = Importance.number(cell(cells, "objective"));
      rows.add(
          new Row(
              cell(cells, "point"),
              cell(cells, "status"),
              cell(cells, "seed"),
              cell(cells, "fold"),
              values,
              objective));
    }
    Settings sweep = settings(disk, folder.resolve("sweep.yaml"));
    @Nullable String maximize = sweep.at("objective.maximize");
    @Nullable String minimize = sweep.at("objective.minimize");
    @Nullable String folds = sweep.at("folds");
    String byDefault = columns.contains("final.val.loss") ? "val.loss" : "train.loss";
    String objective = maximize != null ? maximize : minimize != null ? minimize : byDefault;
    return new TrialsTable(
        objective, maximize != null, folds == null ? 0 : Integer.parseInt(folds), List.copyOf(paths), rows);
  }

  private static String cell(Map<String, String> cells, String column) {
    return cells.getOrDefault(column, "");
  }

  private static Settings settings(Disk disk, Path file) {
    try {
      return Settings.of(Objects.requireNonNullElse(disk.text(file), "{}"), file.toString());
    } catch (ConfigException e) {
      throw new DamagedFile(file, "is no YAML: " + e.getMessage());
    }
  }

  /// Trials that have not come to an end.
  public long unfinished() {
    return rows.stream().filter(row -> row.status.equals("pending") || row.status.equals("paused")).count();
  }

  /// Trials with an objective.
  public List<Row> finished() {
    return rows.stream().filter(Row::finished).toList();
  }

  /// Trials by the point they belong to, in the order of the table.
  Map<String, List<Row>> points() {
    Map<String, List<Row>> points = new LinkedHashMap<>();
    rows.forEach(row -> points.computeIfAbsent(row.point, _ -> new ArrayList<>()).add(row));
    return points;
  }
}
