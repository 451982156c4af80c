package nnrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One thing in which two runs are not the same.
///
/// @param a a text or a number; null where the first run has no such thing
/// @param b the same of the second
public record Difference(Part part, String key, @Nullable Object a, @Nullable Object b) {
  /// What of a run differs.
  public enum Part {
    CONFIG,
    DATA,
    CODE,
    MACHINE,
    MEASURES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final List<String> CODE = List.of("nnrun", "git.commit", "git.dirty");
  private static final List<String> MACHINE = List.of("java", "os", "cpu", "cores", "threads");

  /// All of two runs. The config's name and what it expects decide no number and are left out.
  public static List<Difference> of(Lookup a, Lookup b) {
    List<Difference> all = new ArrayList<>();
    add(all, Part.CONFIG, deciding(a), deciding(b));
    add(all, Part.DATA, data(a), data(b));
    add(all, Part.CODE, some(a, CODE), some(b, CODE));
    add(all, Part.MACHINE, some(a, MACHINE), some(b, MACHINE));
    add(all, Part.MEASURES, measures(a), measures(b));
    return all;
  }

  private static void add(
      List<Difference> all,
      Part part,
      Map<String, ? extends @Nullable Object> a,
      Map<String, ? extends @Nullable Object> b) {
    Set<String> keys = new LinkedHashSet<>(a.keySet());
    keys.addAll(b.keySet());
    for (String key : keys) {
      if (!Objects.equals(a.get(key), b.get(key))) {
        all.add(new Difference(part, key, a.get(key), b.get(key)));
      }
    }
  }

  /// What the config of a run says, by path, but for its name and what it expects.
  public static Map<String, String> deciding(Lookup run) {
    Map<String, String> values = new TreeMap<>(run.settings().all());
    values.keySet().removeIf(path -> path.equals("name") || path.startsWith("expect."));
    return values;
  }

  private static Map<String, @Nullable Object> some(Lookup run, List<String> keys) {
    Map<String, @Nullable Object> some = new LinkedHashMap<>(run.provenance());
    some.keySet().retainAll(keys);
    return some;
  }

  /// SHA-256 by the path of each data file.
  private static Map<String, String> data(Lookup run) {
    Map<String, @Nullable Object> provenance = run.provenance();
    Map<String, String> hashes = new LinkedHashMap<>();
    for (int i = 0; provenance.containsKey("data." + i + ".path"); i++) {
      hashes.put(
          String.valueOf(provenance.get("data." + i + ".path")),
          String.valueOf(provenance.get("data." + i + ".sha256")));
    }
    return hashes;
  }

  /// What a run reached: `status`, `final.val.loss`, `best.val.loss`, `test.accuracy` and so on.
  public static Map<String, @Nullable Object> measures(Lookup run) {
    Map<String, @Nullable Object> measures = new LinkedHashMap<>();
    measures.put("status", run.results().status());
    measures.put("epochs", run.results().summary().get("epochs"));
    for (String moment : List.of("final", "best", "test")) {
      run.results().numbers(moment).forEach((name, value) -> measures.put(moment + "." + name, value));
    }
    measures.put("best_epoch", run.results().summary().get("best_epoch"));
    return measures;
  }
}
