package nnrun.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The files of a run that grow by rows and whose lengths a checkpoint commits: metrics.csv, and those that were asked
/// for.
final class Records {
  private final Map<String, Appender> files = new LinkedHashMap<>();

  private Records() {}

  /// @param headings of each file, by its name
  static Records create(Disk disk, Map<String, List<String>> headings, Function<String, Path> place) {
    Records records = new Records();
    headings.forEach((name, columns) -> {
      Appender file = Appender.create(disk, place.apply(name));
      file.append(Csv.line(columns));
      records.files.put(name, file);
    });
    return records;
  }

  /// @param headings of each file, by its name
  /// @param lengths that were committed
  static Records resume(
      Disk disk, Map<String, List<String>> headings, Map<String, Long> lengths, Function<String, Path> place) {
    Records records = new Records();
    for (String name : headings.keySet()) {
      records.files.put(name, Appender.resume(disk, place.apply(name), lengths.getOrDefault(name, 0L)));
    }
    return records;
  }

  /// Adds a row to a file that was asked for; to others nothing.
  void add(String name, List<?> cells) {
    Appender file = files.get(name);
    if (file != null) {
      file.append(Csv.line(cells));
    }
  }

  /// Everything so far is in the files, for others to see.
  void flush() {
    files.values().forEach(Appender::flush);
  }

  /// The length of each file once all of it is there.
  SortedMap<String, Long> lengths() {
    return each(Appender::length);
  }

  /// Everything so far is on the device.
  ///
  /// @return the length of each file
  SortedMap<String, Long> commit() {
    return each(Appender::commit);
  }

  private SortedMap<String, Long> each(ToLongFunction<Appender> length) {
    SortedMap<String, Long> lengths = new TreeMap<>();
    files.forEach((name, file) -> lengths.put(name, length.applyAsLong(file)));
    return lengths;
  }
}
