package nnrun.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nnrun.data.DataFiles.Content;
import nnrun.spec.Nearest;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// Reads a CSV file by the rules of `docs/DATA.md`. A table of plain numbers goes the fast way of [CsvNumbers]; any
/// other takes two passes: the first finds the number of rows, the header and the type of every column, the second
/// fills columns of the right size. The text itself is never held whole.
final class CsvReader {
  /// Rows after which the first pass asks whether those so far would fit: a small gzip file may hold many.
  private static final int LOOK_AHEAD = 1 << 20;

  private final Content content;
  private final Csv rules;
  private final Set<String> missing; // with the empty text

  private List<String> first = List.of();
  private int firstLine;
  private int rows;

  /// Of each column below the first row: has it a number, has it a text that is none?
  private boolean[] numbers = {};

  private boolean[] texts = {};

  CsvReader(Content content, Csv rules) {
    this.content = content;
    this.rules = rules;
    missing = new LinkedHashSet<>(rules.missing());
    missing.add("");
  }

  /// @param known names that make a first row a header whatever the rest says
  static Table read(Content content, Csv rules, Collection<String> known) {
    Table numbers = new CsvReader(content, rules).numbers(known);
    return numbers == null ? new CsvReader(content, rules).cells(known) : numbers;
  }

  // The fast way.

  /// The table, if it is of numbers alone; null when its bytes do not tell for certain.
  @Nullable Table numbers(Collection<String> known) {
    if (!CsvNumbers.canDelimit(rules.delimiter())) {
      return null;
    }
    try (CsvNumbers plain = new CsvNumbers(content, rules, missing)) {
      byte[] head = plain.head();
      if (head == null || !hasOneRow(head) || firstLine != plain.headLine()) {
        return null;
      }
      boolean data = first.stream().allMatch(cell -> missing.contains(cell) || !Double.isNaN(Numbers.parse(cell)));
      if (!plain.read(first.size(), data) || plain.lines().length == 0) {
        return null;
      }
      List<double[]> values = new ArrayList<>();
      for (int c = 0; c < first.size(); c++) {
        double[] column = plain.column(c);
        values.add(column);
        numbers[c] = Arrays.stream(column).skip(data ? 1 : 0).anyMatch(x -> !Double.isNaN(x));
      }
      boolean header = isHeader(known);
      if (header == data) {
        return null;
      }
      List<String> names = header ? headerNames() : countedNames();
      List<Column> columns = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        columns.add(new Column.Numeric(names.get(c), values.get(c)));
      }
      return new Table(content.place(), List.copyOf(columns), header, List.of(), plain.lines());
    } catch (IOException _) {
      return null;
    }
  }

  private boolean hasOneRow(byte[] head) {
    try {
      eachRow(new Content(content.place(), head), this::survey);
      return rows == 1;
    } catch (DataException _) {
      return false; // the head may be cut within quotes
    }
  }

  // The way for every file.

  Table cells(Collection<String> known) {
    eachRow(content, this::survey);
    if (first.isEmpty()) {
      throw new DataException(
          content.place()
              + ": no rows; the file is empty"
              + (rules.skip() > 0 ? " after the " + rules.skip() + " skipped lines" : ""));
    }
    boolean header = isHeader(known);
    List<String> names = header ? headerNames() : countedNames();
    if (header && rows == 1) {
      throw new DataException(content.place() + ": only a header and no rows");
    }
    if (!header) {
      note(first);
    }
    return fill(header, names);
  }

  // First pass.

  static void requireMemory(Content content, int height, int width) {
    Heap.require((long) height * (8L * width + 4), content.place() + ": " + height + " rows of " + width + " columns");
  }

  private void survey(List<String> cells, int line) {
    if (rows % LOOK_AHEAD == LOOK_AHEAD - 1) {
      requireMemory(content, rows, cells.size());
    }
    if (rows++ == 0) {
      first = cells;
      firstLine = line;
      numbers = new boolean[cells.size()];
      texts = new boolean[cells.size()];
    } else {
      note(cells);
    }
  }

  private void note(List<String> cells) {
    for (int c = 0; c < numbers.length; c++) {
      String cell = cells.get(c);
      if (missing.contains(cell)) {
        continue;
      }
      if (Double.isNaN(Numbers.parse(cell))) {
        texts[c] = true;
      } else {
        numbers[c] = true;
      }
    }
  }

  private boolean isHeader(Collection<String> known) {
    if (rules.header() != Header.AUTO) {
      return rules.header() == Header.TRUE;
    }
    if (first.stream().anyMatch(known::contains)) {
      return true;
    }
    boolean above = false;
    for (int c = 0; c < first.size(); c++) {
      if (!Double.isNaN(Numbers.parse(first.get(c)))) {
        return false;
      }
      above |= numbers[c] && !texts[c] && !missing.contains(first.get(c));
    }
    if (!above && known.isEmpty()) {
      throw new DataException(
          content.place()
              + ", line "
              + firstLine
              + ": the cells do not tell whether this row ("
              + Nearest.list(first)
              + ") is a header; say header: true or header: false");
    }
    return above;
  }

  private List<String> headerNames() {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int c = 0; c < first.size(); c++) {
      String name = first.get(c);
      String place = content.place() + ", line " + firstLine + ": ";
      if (name.isEmpty()) {
        throw new DataException(
            place
                + "column "
                + (c + 1)
                + " has no name; give it one, or skip the header"
                + " with skip: "
                + firstLine
                + " and header: false");
      }
      Integer earlier = seen.putIfAbsent(name, c + 1);
      if (earlier != null) {
        throw new DataException(
            place + "columns " + earlier + " and " + (c + 1) + " are both called '" + name + "'; rename one of them");
      }
    }
    return List.copyOf(seen.keySet());
  }

  private List<String> countedNames() {
    List<String> names = new ArrayList<>();
    for (int c = 1; c <= first.size(); c++) {
      names.add("c" + c);
    }
    return List.copyOf(names);
  }

  // Second pass.

  private Table fill(boolean header, List<String> names) {
    int height = header ? rows - 1 : rows;
    int width = names.size();
    requireMemory(content, height, width);
    int[] lines = new int[height];
    double[] @Nullable [] numeric = new double[width][];
    int[] @Nullable [] codes = new int[width][];
    List<Map<String, Integer>> levels = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      levels.add(new LinkedHashMap<>());
      if (texts[c]) {
        codes[c] = new int[height];
      } else {
        numeric[c] = new double[height];
      }
    }
    int[] row = {header ? -1 : 0};
    eachRow(
        content,
        (cells, line) -> {
          int r = row[0]++;
          if (r < 0) {
            return;
          }
          lines[r] = line;
          for (int c = 0; c < width; c++) {
            String cell = cells.get(c);
            boolean absent = missing.contains(cell);
            int[] code = codes[c];
            double[] number = numeric[c];
            if (code != null) {
              Map<String, Integer> level = levels.get(c);
              code[r] = absent ? -1 : level.computeIfAbsent(cell, _ -> level.size());
            } else if (number != null) {
              number[r] = absent ? Double.NaN : Numbers.parse(cell);
            }
          }
        });
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      int[] code = codes[c];
      double[] number = numeric[c];
      if (code != null) {
        columns.add(new Column.Texts(names.get(c), code, List.copyOf(levels.get(c).keySet())));
      } else if (number != null) {
        columns.add(new Column.Numeric(names.get(c), number));
      }
    }
    return new Table(content.place(), List.copyOf(columns), header, List.of(), lines);
  }

  // Both passes.

  private interface RowTaker {
    void take(List<String> cells, int line);
  }

  private void eachRow(Content content, RowTaker taker) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(rules.delimiter().character())
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    try (CsvText text = new CsvText(content.place(), content.open(), rules.skip(), rules.delimiter().isBlank());
        CSVParser parser = CSVParser.builder().setReader(text).setFormat(format).get()) {
      Iterator<CSVRecord> records = parser.iterator();
      int width = 0;
      while (hasNext(records, parser)) {
        List<String> cells = List.of(records.next().values());
        text.rowTaken();
        int line = (int) parser.getCurrentLineNumber() + rules.skip() - newlines(cells);
        if (width == 0) {
          width = cells.size();
        } else if (cells.size() != width) {
          if (cells.size() == 1 && cells.getFirst().isEmpty()) {
            continue;
          }
          throw new DataException(
              content.place()
                  + ", line "
                  + line
                  + ": "
                  + count(cells.size(), "cell")
                  + " where the"
                  + " first row has "
                  + width
                  + "; put a cell that holds the delimiter "
                  + name(rules.delimiter())
                  + " in double quotes");
        }
        taker.take(cells, line);
      }
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /// The bytes are in memory already, so that only their decompression can fail.
  private DataException damaged(IOException e) {
    return new DataException(content.place() + ": a damaged gzip file (" + e.getMessage() + "); fetch it again");
  }

  /// Reads the next record, if there is one.
  private boolean hasNext(Iterator<CSVRecord> records, CSVParser parser) {
    long line = parser.getCurrentLineNumber() + rules.skip() + 1;
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      if (!(cause instanceof CSVException)) {
        throw damaged(cause);
      }
      boolean open = String.valueOf(e.getMessage()).contains("EOF");
      throw new DataException(
          content.place()
              + (open
                  ? ", line " + line + ": a quote is opened in this row and never closed"
                  : ", line "
                      + (parser.getCurrentLineNumber() + rules.skip())
                      + ": more text after a closing quote; a quote inside quotes is written twice"));
    }
  }

  private static int newlines(List<String> cells) {
    int count = 0;
    for (String cell : cells) {
      for (int i = 0; i < cell.length(); i++) {
        char c = cell.charAt(i);
        boolean secondHalf = c == '\n' && i > 0 && cell.charAt(i - 1) == '\r';
        if (c == '\r' || (c == '\n' && !secondHalf)) {
          count++;
        }
      }
    }
    return count;
  }

  private static String name(Delimiter delimiter) {
    return delimiter.character() > ' ' ? "'" + delimiter + "'" : delimiter.toString();
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
