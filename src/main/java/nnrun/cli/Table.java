package nnrun.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nnrun.run.Csv;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// Rows under a header: aligned for people, or as CSV or JSON for programs. Cells are texts, numbers or null.
final class Table {
  /// A column is not narrowed further; a terminal that has no room for it breaks its lines itself.
  private static final int NARROWEST = 12;

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
    row(Arrays.asList(cells));
  }

  /// Columns two spaces apart, numbers to the right, no spaces at a line's end.
  String text() {
    return text(Integer.MAX_VALUE);
  }

  /// The same for a terminal so many characters wide: the widest columns are narrowed, and a cell that does not fit
  /// goes on in further lines of its own column.
  String text(int most) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(row -> lines.add(row.stream().map(Table::shown).toList()));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], Words.length(line.get(c)));
      }
    }
    boolean fits = narrowed(widths, most);
    boolean[] numeric = new boolean[widths.length];
    for (int c = 0; c < numeric.length; c++) {
      numeric[c] = isNumeric(c);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : fits ? lines : lines.stream().flatMap(line -> wrapped(line, widths).stream()).toList()) {
      StringBuilder padded = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String gap = " ".repeat(widths[c] - Words.length(line.get(c)));
        padded.append(c == 0 ? "" : "  ").append(numeric[c] ? gap + line.get(c) : line.get(c) + gap);
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /// @return whether nothing had to be narrowed
  private static boolean narrowed(int[] widths, int most) {
    int total = Arrays.stream(widths).sum() + 2 * (widths.length - 1);
    boolean fits = total <= most;
    while (total > most) {
      int widest = 0;
      for (int c = 1; c < widths.length; c++) {
        widest = widths[c] > widths[widest] ? c : widest;
      }
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
      total--;
    }
    return fits;
  }

  private static List<List<String>> wrapped(List<String> line, int[] widths) {
    List<List<String>> lines = new ArrayList<>();
    for (int c = 0; c < widths.length; c++) {
      List<String> parts = Words.wrapped(line.get(c), widths[c]);
      for (int i = 0; i < parts.size(); i++) {
        if (i == lines.size()) {
          lines.add(new ArrayList<>(Collections.nCopies(widths.length, "")));
        }
        lines.get(i).set(c, parts.get(i));
      }
    }
    return lines;
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
      default -> Printable.lines(cell.toString()).replace('\n', ' ');
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
