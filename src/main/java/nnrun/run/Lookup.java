package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import nnrun.config.ConfigException;
import nnrun.config.Settings;
import nnrun.expect.Evidence.Missing;
import nnrun.expect.Measure;
import nnrun.spec.Misplaced;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Whatever a run can be asked for by a name, from as few of its files as tell it: a key of summary.json (`best_epoch`,
/// `final.val.loss`), a measure (`val.accuracy@best`), `seconds`, a path of the config (`optimizer.lr`), a key of
/// run.json (`git.commit`).
public final class Lookup {
  private static final String SECONDS = "seconds";

  private final Disk disk;
  private final Results results;
  private final Map<String, @Nullable Object> summary;
  private @Nullable Settings settings;

  private Lookup(Disk disk, Results results) {
    this.disk = disk;
    this.results = results;
    summary = flat(results.summary());
  }

  static Lookup of(Disk disk, Results results) {
    return new Lookup(disk, results);
  }

  /// @throws IllegalArgumentException when there is no run in the folder
  public static Lookup of(Disk disk, Path run) {
    SavedRun.require(disk, run);
    return of(disk, Results.of(disk, run));
  }

  public Results results() {
    return results;
  }

  /// A text, a number or a truth value; null where summary.json says null.
  ///
  /// @throws Missing when the run knows no such thing
  public @Nullable Object get(String key) throws Missing {
    if (key.contains("@")) {
      return results.value(measure(key));
    }
    if (summary.containsKey(key)) {
      return summary.get(key);
    }
    if (key.equals("status")) {
      return results.status();
    }
    if (key.equals(SECONDS)) {
      return results.seconds();
    }
    try {
      return results.value(measure(key));
    } catch (Missing _) {
      String value = settings().at(key);
      return value != null ? value : provenance(key);
    }
  }

  /// The value as a number.
  ///
  /// @throws Missing when there is none, or it is no number
  public double number(String key) throws Missing {
    Object value = get(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.parseDouble(String.valueOf(value));
    } catch (NumberFormatException _) {
      throw new Missing(results.path() + ": " + key + " is " + value + ", which is no number");
    }
  }

  private static Measure measure(String key) throws Missing {
    try {
      return Measure.parse(key);
    } catch (Misplaced e) {
      throw new Missing(String.valueOf(e.getMessage()));
    }
  }

  /// The values of its config.
  public Settings settings() {
    if (settings == null) {
      Path file = results.path().resolve(RunFolder.CONFIG);
      try {
        settings = Settings.of(new String(disk.read(file), UTF_8), file.toString());
      } catch (ConfigException e) {
        throw new DamagedFile(file, "is no YAML: " + e.getMessage());
      }
    }
    return settings;
  }

  /// run.json, flat.
  public Map<String, @Nullable Object> provenance() {
    return flat(SavedRun.json(disk, results.path().resolve(TrainingRun.PROVENANCE)));
  }

  private @Nullable Object provenance(String key) throws Missing {
    Map<String, @Nullable Object> provenance = provenance();
    if (provenance.containsKey(key)) {
      return provenance.get(key);
    }
    Set<String> known = new TreeSet<>(summary.keySet());
    known.add(SECONDS);
    results.rows().stream().limit(1).forEach(row -> known.addAll(row.values().keySet()));
    known.addAll(settings().all().keySet());
    known.addAll(provenance.keySet());
    String nearest = Nearest.of(key, known);
    throw new Missing(
        results.path()
            + " has no "
            + key
            + (nearest == null
                ? "; ask for a key of summary.json, a measure such as val.loss@best, or a path of the config"
                : "; did you mean " + nearest + "?"));
  }

  /// Nested maps and lists as one map of paths.
  private static Map<String, @Nullable Object> flat(Map<?, ? extends @Nullable Object> nested) {
    Map<String, @Nullable Object> flat = new LinkedHashMap<>();
    nested.forEach((key, value) -> flatten(String.valueOf(key), value, flat));
    return flat;
  }

  private static void flatten(String path, @Nullable Object value, Map<String, @Nullable Object> flat) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((key, child) -> flatten(path + "." + key, child, flat));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          flatten(path + "." + i, list.get(i), flat);
        }
      }
      case null, default -> flat.put(path, value);
    }
  }
}
