package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Makes columns of the cells of a CSV file as they come. Whether a column is of numbers or of texts shows at its first
/// cell that is not missing. Where a text comes below numbers, these would have to be texts as well: from there on
/// nothing is kept and only the kinds of the columns are found, for a second reading.
final class CsvColumns {
  /// What the cells of a column are so far, or for good.
  enum Kind {
    /// Missing.
    OPEN,
    NUMBER,
    /// Texts, among them such as are numbers.
    TEXT,
    /// Not wanted.
    NONE
  }

  /// Bytes that every row takes on the heap while it is dealt and put in order.
  private static final int ROW_BYTES = 16;

  /// Rows after which is asked whether they, and as many as the file seems to hold, would fit.
  private static final int LOOK_AHEAD = 1 << 20;

  private static final double MISSING = Double.NaN;

  private final Content.Stream in;
  private final List<String> names;
  final Kind[] kinds; // read by who fills the block, for every cell
  private final boolean fixed;
  private final Levels[] levels;
  private final int width;
  private final Values.Writer writer;
  private final Lines lines = new Lines();
  private int rows;
  private boolean keeps = true;

  /// The rows not yet handed on, row by row; who fills it calls [#rowTaken] after each.
  final double[] block;

  int used; // of the block

  /// @param in where the rows come from
  /// @param kinds that are known; [Kind#OPEN] where not
  /// @param fixed whether a text in a column of numbers is an error
  CsvColumns(
      Content.Stream in, Store store, List<String> names, Kind[] kinds, boolean fixed, Collection<String> missing) {
    this.in = in;
    this.names = names;
    this.kinds = kinds.clone();
    this.fixed = fixed;
    width = names.size();
    levels = new Levels[width];
    for (int c = 0; c < width; c++) {
      levels[c] = new Levels(in.place() + ", column '" + names.get(c) + "'", missing);
    }
    writer = new Values.Writer(store, width);
    block = new double[Values.Writer.blockRows(width) * width];
  }

  int width() {
    return width;
  }

  Kind kind(int column) {
    return kinds[column];
  }

  Kind[] kinds() {
    return kinds.clone();
  }

  int rows() {
    return rows;
  }

  /// Whether the columns hold every cell; if not, the file is to be read again with [#kinds].
  boolean complete() {
    return keeps;
  }

  Levels levels(int column) {
    return levels[column];
  }

  /// Takes note of a number.
  void number(int column) {
    if (kinds[column] == Kind.OPEN) {
      kinds[column] = Kind.NUMBER;
    }
  }

  /// Makes the column one of texts, as there is one in it.
  ///
  /// @param line of the text, for messages
  void text(int column, String text, int line) {
    if (kinds[column] == Kind.NUMBER) {
      if (fixed) {
        throw new DataException(
            in.place()
                + ", line "
                + line
                + ", column '"
                + names.get(column)
                + "': '"
                + text
                + "' is not a number"
                + Numbers.hint(text));
      }
      keeps = false;
    }
    kinds[column] = Kind.TEXT;
  }

  /// Adds a row of cells.
  void row(List<String> cells, int line) {
    for (int c = 0; c < width; c++) {
      block[used + c] = cell(c, cells.get(c), line);
    }
    used += width;
    rowTaken(line);
  }

  private double cell(int column, String cell, int line) {
    if (kinds[column] == Kind.NONE) {
      return MISSING;
    }
    if (kinds[column] != Kind.TEXT) {
      byte[] written = cell.getBytes(UTF_8);
      if (levels[column].find(written, 0, written.length) == Levels.MISSING) {
        return MISSING;
      }
      double x = Numbers.parse(cell);
      if (!Double.isNaN(x)) {
        number(column);
        return x;
      }
      text(column, cell, line);
    }
    int code = keeps ? levels[column].code(cell) : Levels.MISSING;
    return code == Levels.MISSING ? MISSING : code;
  }

  /// Tells that a row has been written into the block.
  void rowTaken(int line) {
    rows++;
    if (keeps) {
      lines.add(line);
    }
    if (rows % LOOK_AHEAD == 0) {
      requireRoom();
    }
    if (used == block.length) {
      drain();
    }
  }

  private void requireRoom() {
    long all = (long) Math.min(rows / in.share(), 1e12);
    String what = in.place() + ": about " + all + " rows, " + ROW_BYTES + " bytes each for their order,";
    Heap.require(ROW_BYTES * all / 2, what);
    Heap.require(ROW_BYTES * (long) rows, what);
    if (rows > Integer.MAX_VALUE - 2 * LOOK_AHEAD) {
      throw new DataException(in.place() + ": more than " + rows + " rows; take fewer");
    }
  }

  private void drain() {
    if (keeps) {
      writer.add(block, used / width);
    }
    used = 0;
  }

  /// The columns; no more rows can be added.
  List<Column> columns() {
    drain();
    Values[] values = writer.done();
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      columns.add(
          kinds[c] == Kind.TEXT
              ? new Column.Texts(names.get(c), values[c], levels[c].names())
              : new Column.Numeric(names.get(c), values[c]));
    }
    return List.copyOf(columns);
  }

  Lines lines() {
    return lines;
  }

  void discard() {
    writer.discard();
  }
}
