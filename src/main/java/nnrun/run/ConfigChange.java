package nnrun.run;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import org.jspecify.annotations.Nullable;

/// One key of a resolved config that is not as it was.
///
/// @param key as `-o` takes it: `optimizer.lr`, `model.0.units`
/// @param was the value in JSON, or `nothing`
/// @param is the value in JSON, or `nothing`
record ConfigChange(String key, String was, String is) {
  /// What may change while a run goes on: how long it goes on and what it keeps, never what a step does. A schedule
  /// that spans the run spans the new length from then on.
  static final List<String> ALLOWED =
      List.of(
          "train.epochs",
          "train.checkpoint",
          "train.early_stopping.patience",
          "train.early_stopping.min_delta",
          "train.early_stopping.restore_best");

  private static final String NOTHING = "nothing";
  private static final int MOST_SHOWN = 8;

  boolean allowed() {
    return ALLOWED.stream().anyMatch(open -> key.equals(open) || key.startsWith(open + "."));
  }

  @Override
  public String toString() {
    return key + " was " + was + " and is " + is;
  }

  /// In the order of the keys.
  ///
  /// @param was the text of the resolved config before
  static List<ConfigChange> between(String was, Experiment is) {
    if (was.equals(TrainingRun.decisive(is))) {
      return List.of();
    }
    Experiment before;
    try {
      before = Experiments.parse(was, RunFolder.CONFIG).value();
    } catch (ConfigException _) {
      return List.of(new ConfigChange("the config", "of another version of nnrun", "of this one"));
    }
    SortedMap<String, String> old = leaves(before.expecting(List.of()));
    SortedMap<String, String> now = leaves(is.expecting(List.of()));
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    return keys.stream()
        .map(key -> new ConfigChange(key, old.getOrDefault(key, NOTHING), now.getOrDefault(key, NOTHING)))
        .filter(change -> !change.was.equals(change.is))
        .toList();
  }

  /// @throws IllegalArgumentException when a run cannot go on with them, or nobody said that it shall
  static void require(List<ConfigChange> changes, Path run, boolean force) {
    List<ConfigChange> refused = changes.stream().filter(change -> !(force && change.allowed())).toList();
    if (refused.isEmpty()) {
      return;
    }
    String wayOut =
        force
            ? "put it back or start a new run; --force-config allows only " + String.join(", ", ALLOWED)
            : changes.stream().allMatch(ConfigChange::allowed)
                ? "put it back, or go on with it: nnrun resume " + run + " --force-config"
                : "put it back, or start a new run";
    throw TrainingRun.changed(run.resolve(RunFolder.CONFIG).toString(), " (" + sentence(refused) + ")", wayOut);
  }

  /// All in one sentence, the first few by name.
  static String sentence(List<ConfigChange> changes) {
    String shown = changes.stream().limit(MOST_SHOWN).map(ConfigChange::toString).collect(joining("; "));
    return changes.size() > MOST_SHOWN ? shown + "; and " + (changes.size() - MOST_SHOWN) + " more" : shown;
  }

  private static SortedMap<String, String> leaves(Experiment experiment) {
    SortedMap<String, String> leaves = new TreeMap<>();
    collect("", Json.parse(Json.write(experiment)), leaves);
    return leaves;
  }

  private static void collect(String path, @Nullable Object value, SortedMap<String, String> into) {
    List<Map.Entry<String, Object>> inside = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, child) -> inside.add(Map.entry(String.valueOf(key), child)));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        inside.add(Map.entry(Integer.toString(i), list.get(i)));
      }
    }
    if (inside.isEmpty()) {
      into.put(path, Json.write(value));
    }
    inside.forEach(
        child -> collect(path.isEmpty() ? child.getKey() : path + "." + child.getKey(), child.getValue(), into));
  }
}
