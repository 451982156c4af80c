package nnrun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nnrun.run.Csv;
import org.jspecify.annotations.Nullable;

/// Rows under a header: aligned for people, or as CSV or JSON for programs. Cells are texts, numbers or null.
final class Table {
  private final List<String> header;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  Table(List<String> header) {
    this.header = List.copyOf(header);
  }

  Table(String... header) {
    this(List.of(header));
  }

  void row(List<? extends @Nullable Object> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(cells.size() + " cells under " + header);
    }
    rows.add(new ArrayList<>(cells));
  }

  void row(@Nullable Object... cells) {
    row(java.util.Arrays.asList(cells));
  }

  /// Columns two spaces apart, numbers to the right, no spaces at a line's end.
  String text() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(row -> lines.add(row.stream().map(Table::shown).toList()));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], width(line.get(c)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder padded = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String gap = " ".repeat(widths[c] - width(line.get(c)));
        padded.append(c == 0 ? "" : "  ").append(isNumeric(c) ? gap + line.get(c) : line.get(c) + gap);
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> row.get(column) == null || row.get(column) instanceof Number)
        && rows.stream().anyMatch(row -> row.get(column) != null);
  }

  private static String shown(@Nullable Object cell) {
    return switch (cell) {
      case null -> "-";
      case Double number -> LiveProgress.number(number);
      case Number whole -> String.format(Locale.ROOT, "%,d", whole.longValue());
      default -> Terminal.visible(cell.toString()).replace('\n', ' ');
    };
  }

  String csv() {
    StringBuilder csv = new StringBuilder(Csv.line(header));
    rows.forEach(row -> csv.append(Csv.line(row)));
    return csv.toString();
  }

  /// One map a row.
  List<Map<String, @Nullable Object>> objects() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int c = 0; c < header.size(); c++) {
        object.put(header.get(c), row.get(c));
      }
      objects.add(object);
    }
    return objects;
  }
}
