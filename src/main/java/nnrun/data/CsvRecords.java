package nnrun.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// The rows of a CSV file by the rules of `docs/DATA.md`, whatever stands there, from some line to the end.
final class CsvRecords {
  private final Content.Stream in;
  private final Csv rules;
  private final CsvText text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final int offset; // from the parser's lines to those of the file
  private int width;
  private List<String> cells = List.of();
  private int line;

  /// @param in the file, for messages
  /// @param bytes what is left of it
  /// @param line with which they begin, from 1
  /// @param width cells a row; 0 where the first row is to tell
  CsvRecords(Content.Stream in, InputStream bytes, int line, Csv rules, int width) throws IOException {
    this.in = in;
    this.rules = rules;
    this.width = width;
    offset = Math.max(line - 1, rules.skip());
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(rules.delimiter().character())
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();
    text = new CsvText(in.place(), bytes, line, rules.skip(), rules.delimiter().isBlank());
    parser = CSVParser.builder().setReader(text).setFormat(format).get();
    records = parser.iterator();
  }

  /// The row that [#next] found.
  List<String> cells() {
    return cells;
  }

  /// The line on which it begins.
  int line() {
    return line;
  }

  /// Finds the next row that is not empty.
  boolean next() {
    while (hasNext()) {
      cells = List.of(records.next().values());
      text.rowTaken();
      line = (int) parser.getCurrentLineNumber() + offset - newlines(cells);
      if (width == 0) {
        width = cells.size();
      }
      if (cells.size() == width) {
        return true;
      }
      if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
        throw new DataException(
            in.place()
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
    }
    return false;
  }

  private boolean hasNext() {
    long begin = parser.getCurrentLineNumber() + offset + 1;
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      if (!(cause instanceof CSVException)) {
        throw in.failed(cause);
      }
      boolean open = String.valueOf(e.getMessage()).contains("EOF");
      throw new DataException(
          in.place()
              + (open
                  ? ", line " + begin + ": a quote is opened in this row and never closed"
                  : ", line "
                      + (parser.getCurrentLineNumber() + offset)
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
