package nnrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.train.EpochResult;

/// Reads metrics.csv back. Its cells are numbers and its header is ours, so a line is split at its commas.
final class MetricsFile {
  /// The first headings; the measures follow.
  static final List<String> FIRST = List.of("epoch", "step", "samples");

  private MetricsFile() {}

  /// A row.
  static List<Object> cells(EpochResult result) {
    List<Object> cells = new ArrayList<>(List.of(result.epoch(), result.step(), result.samples()));
    cells.addAll(result.values().values());
    return cells;
  }

  /// The rows; none where there is no such file.
  static List<EpochResult> read(Disk disk, Path file) {
    String text = disk.text(file);
    if (text == null) {
      return List.of();
    }
    List<String> lines = text.lines().toList();
    if (lines.isEmpty()) {
      throw new DamagedFile(file, "is empty");
    }
    String[] header = lines.getFirst().split(",", -1);
    List<EpochResult> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != header.length || header.length < 3) {
        throw new DamagedFile(
            file, "has " + cells.length + " cells in line " + (i + 1) + " under " + header.length + " headings");
      }
      try {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int c = 3; c < cells.length; c++) {
          values.put(header[c], Double.valueOf(cells[c]));
        }
        rows.add(
            new EpochResult(Integer.parseInt(cells[0]), Long.parseLong(cells[1]), Long.parseLong(cells[2]), values));
      } catch (NumberFormatException _) {
        throw new DamagedFile(file, "has a cell in line " + (i + 1) + " that is no number");
      }
    }
    return rows;
  }
}
