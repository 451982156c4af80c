package nnrun.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Reads a CSV file by the rules of `docs/DATA.md`, as a rule in one pass: line by line with [CsvScanner] as long as
/// that is certain of what stands there, and from there on with [CsvRecords]. The text is never held whole.
final class CsvReader implements AutoCloseable {
  /// The most rows of a table that is one of many, and the most cells.
  private static final int ROWS = 4096;

  private static final int CELLS = 1 << 18;

  /// What is known of the columns before they are read; asked for once the header is.
  interface Wanted {
    /// @param header a table without rows
    CsvColumns.Kind[] kinds(Table header);
  }

  private final Content.Stream in;
  private final Store store;
  private final Csv rules;
  private final Header header;
  private final boolean scans;
  private final Set<String> missing; // with the empty text

  private @Nullable CsvScanner scanner; // null once the strict parser has taken over
  private @Nullable CsvRecords records;

  private List<String> first = List.of();
  private int firstLine;

  private CsvReader(Content content, Store store, Csv rules, Header header, boolean fast) {
    in = content.open();
    this.store = store;
    this.rules = rules;
    this.header = header;
    scans = fast && CsvScanner.canDelimit(rules.delimiter());
    missing = new LinkedHashSet<>(rules.missing());
    missing.add("");
  }

  /// The table of what can be read more than once.
  ///
  /// @param known names that make a first row a header whatever the rest says
  static Table read(Content content, Csv rules, Collection<String> known) {
    return read(content, rules, known, true);
  }

  /// @param fast false for the strict parser alone
  static Table read(Content content, Csv rules, Collection<String> known, boolean fast) {
    Header header = rules.header();
    CsvColumns.Kind[] kinds = null;
    while (true) {
      try (CsvReader reader = new CsvReader(content, content.store(), rules, header, fast)) {
        boolean named = reader.begin(known);
        List<String> names = named ? reader.headerNames() : reader.countedNames();
        CsvColumns columns = reader.columns(names, kinds == null ? open(names.size()) : kinds, false);
        if (!named) {
          columns.row(reader.first, reader.firstLine);
        }
        reader.rows(columns, Integer.MAX_VALUE);
        kinds = columns.kinds();
        boolean above = header != Header.AUTO || !named || reader.has(known) || reader.standsAboveNumbers(columns);
        if (!above && known.isEmpty()) {
          throw reader.noTelling();
        }
        if (above && columns.complete()) {
          return reader.table(columns, named);
        }
        columns.discard();
        if (!above) {
          header = Header.FALSE;
          kinds = null;
        }
      }
    }
  }

  /// Reads table by table, for a network that knows its columns; also what can be read only once.
  ///
  /// @param known names that make a first row a header
  /// @param likely whether a first row of other texts is one as well
  /// @param features that become of a row
  static void eachTable(
      Content content,
      Csv rules,
      Collection<String> known,
      boolean likely,
      int features,
      Wanted wanted,
      Consumer<Table> taker) {
    try (CsvReader reader = new CsvReader(content, Store.HEAP, rules, rules.header(), true)) {
      boolean named = reader.begin(known) && (likely || rules.header() == Header.TRUE || reader.has(known));
      List<String> names = named ? reader.headerNames() : reader.countedNames();
      List<Column> empty = new ArrayList<>();
      names.forEach(name -> empty.add(new Column.Numeric(name, Values.of())));
      CsvColumns.Kind[] kinds = wanted.kinds(new Table(reader.in.place(), empty, named, List.of(), null, reader.store));
      int enough = Math.clamp(CELLS / Math.max(names.size(), features), 1, ROWS);
      boolean more = true;
      for (boolean start = true; more; start = false) {
        CsvColumns columns = reader.columns(names, kinds, true);
        if (start && !named) {
          columns.row(reader.first, reader.firstLine);
        }
        more = reader.rows(columns, enough);
        if (start || columns.rows() > 0) {
          taker.accept(reader.table(columns, named));
        }
      }
    }
  }

  private static CsvColumns.Kind[] open(int width) {
    CsvColumns.Kind[] kinds = new CsvColumns.Kind[width];
    Arrays.fill(kinds, CsvColumns.Kind.OPEN);
    return kinds;
  }

  private CsvColumns columns(List<String> names, CsvColumns.Kind[] kinds, boolean fixed) {
    return new CsvColumns(in, store, names, kinds, fixed, missing);
  }

  private Table table(CsvColumns columns, boolean named) {
    if (columns.rows() == 0) {
      throw new DataException(in.place() + ": only a header and no rows; add some below it");
    }
    return new Table(in.place(), columns.columns(), named, List.of(), columns.lines(), store);
  }

  // The first row.

  /// Finds the first row.
  ///
  /// @return whether it is a header, as far as it tells by itself
  private boolean begin(Collection<String> known) {
    CsvScanner plain = new CsvScanner(in, rules, missing);
    try {
      byte[] head = scans ? plain.head() : null;
      if (head != null && isOneRow(head, plain.headLine())) {
        plain.passHead();
        scanner = plain;
      } else {
        records = new CsvRecords(in, plain.rest(), 1, rules, 0);
        if (!records.next()) {
          throw new DataException(
              in.place()
                  + ": no rows; the file is empty"
                  + (rules.skip() > 0 ? " after the " + rules.skip() + " skipped lines" : ""));
        }
        first = records.cells();
        firstLine = records.line();
      }
    } catch (IOException e) {
      throw in.failed(e);
    }
    return switch (header) {
      case TRUE -> true;
      case FALSE -> false;
      case AUTO -> has(known) || first.stream().allMatch(cell -> Double.isNaN(Numbers.parse(cell)));
    };
  }

  private boolean isOneRow(byte[] head, int line) throws IOException {
    CsvRecords rows = new CsvRecords(in, new ByteArrayInputStream(head), 1, rules, 0);
    try {
      if (!rows.next()) {
        return false;
      }
      first = rows.cells();
      firstLine = rows.line();
      return firstLine == line && !rows.next();
    } catch (DataException _) {
      return false; // the head may be cut within quotes
    }
  }

  private boolean has(Collection<String> known) {
    return first.stream().anyMatch(known::contains);
  }

  private boolean standsAboveNumbers(CsvColumns columns) {
    for (int c = 0; c < first.size(); c++) {
      if (columns.kind(c) == CsvColumns.Kind.NUMBER && !missing.contains(first.get(c))) {
        return true;
      }
    }
    return false;
  }

  private DataException noTelling() {
    return new DataException(
        in.place()
            + ", line "
            + firstLine
            + ": the cells do not tell whether this row ("
            + Nearest.list(first)
            + ") is a header; say header: true or header: false");
  }

  private List<String> headerNames() {
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (int c = 0; c < first.size(); c++) {
      String name = first.get(c);
      String place = in.place() + ", line " + firstLine + ": ";
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

  // The rows below.

  /// Adds rows to the columns until these have enough.
  ///
  /// @return whether there may be more
  private boolean rows(CsvColumns columns, int enough) {
    try {
      if (scanner != null) {
        switch (scanner.read(columns, enough)) {
          case ENOUGH -> {
            return true;
          }
          case END -> {
            return false;
          }
          case UNCERTAIN -> {
            records = new CsvRecords(in, scanner.rest(), scanner.line(), rules, columns.width());
            scanner = null;
          }
        }
      }
      while (columns.rows() < enough && records != null && records.next()) {
        columns.row(records.cells(), records.line());
      }
      return columns.rows() >= enough;
    } catch (IOException e) {
      throw in.failed(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw in.failed(e);
    }
  }
}
