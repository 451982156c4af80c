package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.expect.Evidence;
import org.jspecify.annotations.Nullable;

/// One run of many, from as few bytes of its folder as tell it: summary.json, or the last line of metrics.csv where the
/// run has not ended.
///
/// @param status `finished`, `diverged`, `unfinished`, or `broken: ` and why
/// @param epochs done; null when unknown
/// @param bestBy the measure whose best epoch was kept; null before the end
/// @param best its value
/// @param test measures on the test rows by name
/// @param asked what was looked up, by key; null where the run knows no such thing
/// @param started as the folder's name says, in UTC; empty for a folder of another name
public record RunOverview(
    String name,
    String status,
    @Nullable Long epochs,
    @Nullable String bestBy,
    @Nullable Double best,
    Map<String, Double> test,
    String started,
    Map<String, @Nullable Object> asked) {
  private static final String BROKEN = "broken: ";
  private static final Pattern TIMED =
      Pattern.compile(".+-(\\d{4})(\\d{2})(\\d{2})-(\\d{2})(\\d{2})(\\d{2})-[0-9a-f]{6}");

  /// A line of metrics.csv is far shorter.
  private static final int LONGEST_LINE = 1 << 16;

  /// The runs of a folder, the oldest first.
  ///
  /// @param conditions that all hold; broken folders are always among them
  /// @param keys to be looked up in each
  public static List<RunOverview> all(Disk disk, Path runs, List<Condition> conditions, List<String> keys) {
    List<RunOverview> all = new ArrayList<>();
    for (RunFolder.Listed listed : RunFolder.list(disk, runs)) {
      RunOverview run = of(disk, listed, conditions, keys);
      if (run != null) {
        all.add(run);
      }
    }
    all.sort(Comparator.comparing(RunOverview::started).thenComparing(RunOverview::name));
    return all;
  }

  /// Null where a condition does not hold.
  private static @Nullable RunOverview of(
      Disk disk, RunFolder.Listed listed, List<Condition> conditions, List<String> keys) {
    String name = String.valueOf(listed.folder().getFileName());
    if (listed.broken() != null) {
      return broken(name, listed.broken());
    }
    try {
      Results results = Results.of(disk, listed.folder());
      Lookup lookup = Lookup.of(disk, results);
      if (!conditions.stream().allMatch(condition -> condition.holds(lookup))) {
        return null;
      }
      Map<String, @Nullable Object> asked = new LinkedHashMap<>();
      keys.forEach(key -> asked.put(key, asked(lookup, key)));
      Map<String, @Nullable Object> summary = results.summary();
      if (summary.isEmpty()) {
        Long epochs = epochs(disk, listed.folder().resolve(TrainingRun.METRICS));
        return new RunOverview(
            name, results.status(), epochs, null, null, Collections.emptyMap(), startOf(name), asked);
      }
      Long epochs = summary.get("epochs") instanceof Long number ? number : null;
      String bestBy = summary.get("best_by") instanceof String text ? text : null;
      Double best = bestBy == null ? null : results.numbers("best").get(bestBy);
      return new RunOverview(
          name, results.status(), epochs, bestBy, best, results.numbers("test"), startOf(name), asked);
    } catch (DamagedFile | DiskException | NumberFormatException e) {
      return broken(name, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Object asked(Lookup run, String key) {
    try {
      return run.get(key);
    } catch (Evidence.Missing _) {
      return null;
    }
  }

  /// Whether its folder cannot be read as a run.
  public boolean broken() {
    return status.startsWith(BROKEN);
  }

  private static RunOverview broken(String name, String why) {
    return new RunOverview(
        name, BROKEN + why, null, null, null, Collections.emptyMap(), startOf(name), Collections.emptyMap());
  }

  /// The first cell of the last whole line; 0 under the header alone, null where there is no such number.
  private static @Nullable Long epochs(Disk disk, Path metrics) {
    if (!disk.isFile(metrics)) {
      return 0L;
    }
    long size = disk.size(metrics);
    int length = (int) Math.min(size, LONGEST_LINE);
    byte[] bytes = new byte[length];
    disk.read(metrics, size - length, ByteBuffer.wrap(bytes));
    String end = new String(bytes, UTF_8);
    int stop = end.lastIndexOf('\n');
    String line = end.substring(end.lastIndexOf('\n', stop - 1) + 1, Math.max(0, stop));
    String first = line.substring(0, Math.max(0, line.indexOf(',')));
    if (first.equals("epoch") || line.isEmpty()) {
      return 0L;
    }
    return first.matches("\\d{1,9}") ? Long.valueOf(first) : null;
  }

  private static String startOf(String name) {
    Matcher m = TIMED.matcher(name);
    return m.matches()
        ? m.group(1) + "-" + m.group(2) + "-" + m.group(3) + " " + m.group(4) + ":" + m.group(5) + ":" + m.group(6)
        : "";
  }
}
