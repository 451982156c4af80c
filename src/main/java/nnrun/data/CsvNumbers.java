package nnrun.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import nnrun.data.DataFiles.Content;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV file straight from its bytes, as long as there is nothing to decide: every cell below the
/// head is a number in plain ASCII or missing, and every row has as many of them. It refuses nothing. Whatever it does
/// not know for certain (a text, a quote, a row of another length, a lone CR, any byte beyond ASCII) it leaves to
/// [CsvReader], whose rules and messages stay the only ones.
final class CsvNumbers implements AutoCloseable {
  /// Bytes of a line, half of what [CsvText] lets pass.
  private static final int LONGEST_LINE = CsvText.LONGEST_ROW / 2;

  /// Numbers of the block of rows that is turned into columns at once: 256 KB, which stay in the second-level cache.
  private static final int BLOCK = 1 << 15;

  private final Content content;
  private final int skip;
  private final boolean blank;
  private final byte delimiter;
  private final byte[][] missing;

  /// Of those, what would be a number if it were not missing, such as -999.
  private final byte[][] missingNumbers;

  private final InputStream in;
  private byte[] bytes = new byte[1 << 18];
  private int at; // where the next line begins
  private int end; // of the lines that are here whole, each with its newline
  private int filled;
  private boolean ended;
  private int line = 1; // that at `at`

  private int headEnd;
  private int headLine;

  private double[] cells = {};
  private int used; // of the cells
  private int stop; // behind the cell last looked at

  private double[][] columns = {}; // until it is known how many rows there are
  private int[] lines = {};
  private int rows;

  CsvNumbers(Content content, Csv rules, Collection<String> missing) throws IOException {
    this.content = content;
    skip = rules.skip();
    blank = rules.delimiter().isBlank();
    delimiter = (byte) rules.delimiter().character();
    List<byte[]> texts = new ArrayList<>();
    List<byte[]> numbers = new ArrayList<>();
    for (String text : missing) {
      byte[] written = text.getBytes(StandardCharsets.UTF_8);
      texts.add(written);
      if (!Double.isNaN(Numbers.parse(text))) {
        numbers.add(written);
      }
    }
    this.missing = texts.toArray(byte[][]::new);
    missingNumbers = numbers.toArray(byte[][]::new);
    in = content.open();
  }

  /// Whether numbers cannot hold the delimiter, so that a byte is the one or the other.
  static boolean canDelimit(Delimiter delimiter) {
    char c = delimiter.character();
    return c < 0x7f && (c >= ' ' || c == '\t') && "+-.eE0123456789".indexOf(c) < 0;
  }

  // The head: the skipped lines, empty lines, and the first line that is not empty.

  /// The bytes of the head; null when there is none.
  byte @Nullable [] head() throws IOException {
    int from = 0;
    int number = 1;
    while (more(from)) {
      while (from < end) {
        int next = from;
        while (bytes[next] != '\n') {
          next++;
        }
        boolean empty = next == from || (next == from + 1 && bytes[from] == '\r');
        from = next + 1;
        if (number++ > skip && !empty) {
          headEnd = from;
          headLine = number - 1;
          return Arrays.copyOf(bytes, headEnd);
        }
      }
    }
    return null;
  }

  /// The line of the file on which the head's row stands.
  int headLine() {
    return headLine;
  }

  /// Makes sure that a whole line begins at `from`, behind what is kept from `at` on; false when there is none or it is
  /// too long.
  private boolean more(int from) throws IOException {
    while (from == end) {
      if (ended) {
        return false;
      }
      if (filled == bytes.length - 1) {
        if (bytes.length > LONGEST_LINE) {
          return false;
        }
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      int count = in.read(bytes, filled, bytes.length - 1 - filled);
      if (count < 0) {
        ended = true;
        if (filled > end) {
          bytes[filled++] = '\n'; // the last line may have none
        }
        end = filled;
      } else {
        filled += count;
        int last = filled;
        while (last > end && bytes[last - 1] != '\n') {
          last--;
        }
        end = last;
      }
    }
    return true;
  }

  // The rows.

  /// Reads all rows behind the head.
  ///
  /// @param withHead whether the head's row is one of them
  /// @return whether every cell was certain
  boolean read(int width, boolean withHead) throws IOException {
    at = headEnd;
    line = headLine + 1;
    if (withHead) {
      line = headLine;
      at = headEnd - 1;
      while (at > 0 && bytes[at - 1] != '\n') {
        at--;
      }
      if (at == 0 && bytes[0] == (byte) 0xEF) {
        at = 3; // the byte order mark
      }
    }
    int firstLine = line;
    cells = new double[Math.max(1, BLOCK / width) * width];
    int[] blockLines = new int[cells.length / width];
    while (at < end || next()) {
      int here = line++;
      if (isEmpty()) {
        continue;
      }
      if (used == cells.length) {
        if (columns.length == 0 && !allocate(width, countLines() - firstLine + 1)) {
          return false;
        }
        drain(width, blockLines);
      }
      blockLines[used / width] = here;
      if (!row(width)) {
        return false;
      }
    }
    if (!ended || (columns.length == 0 && !allocate(width, used / width))) {
      return false;
    }
    drain(width, blockLines);
    return true;
  }

  /// Leaves the lines read behind.
  private boolean next() throws IOException {
    System.arraycopy(bytes, at, bytes, 0, filled - at);
    filled -= at;
    end = 0;
    at = 0;
    return more(0);
  }

  /// Whether the line at `at` is empty; if so, it is passed.
  private boolean isEmpty() {
    int to = at;
    while (blank && isBlank(bytes[to])) {
      to++;
    }
    if (bytes[to] == '\r' && bytes[to + 1] == '\n') {
      to++;
    }
    boolean empty = bytes[to] == '\n';
    if (empty) {
      at = to + 1;
    }
    return empty;
  }

  /// Takes the cells of one line; false when one is not certain or their number is another than `width`.
  private boolean row(int width) {
    byte[] b = bytes;
    int last = used + width;
    int from = pass(at);
    while (used < last) {
      double x = number(b, from);
      int to = pass(stop);
      boolean newline = b[to] == '\n' || b[to] == '\r';
      boolean more = blank ? to > stop && !newline : b[to] == delimiter;
      if (Double.isNaN(x) || !(newline || more) || isIn(missingNumbers, from, stop)) {
        stop = endOfCell(from);
        if (stop < 0 || !isIn(missing, from, stop)) {
          return false;
        }
        x = Double.NaN;
        to = pass(stop);
        newline = b[to] == '\n' || b[to] == '\r';
      }
      cells[used++] = x;
      if (newline) {
        at = to + (b[to] == '\r' ? 2 : 1);
        return used == last && b[at - 1] == '\n';
      }
      from = blank ? to : pass(to + 1);
    }
    return false;
  }

  private boolean isBlank(byte b) {
    return b == ' ' || (b == '\t' && delimiter != '\t');
  }

  private int pass(int from) {
    int to = from;
    while (isBlank(bytes[to])) {
      to++;
    }
    return to;
  }

  /// The number that begins at `from`, NaN if there is none; `stop` is behind it.
  private double number(byte[] b, int from) {
    int p = from;
    boolean minus = b[p] == '-';
    if (minus || b[p] == '+') {
      p++;
    }
    long digits = 0;
    int begin = p;
    int digit;
    while ((digit = b[p] - '0') >= 0 && digit <= 9) {
      digits = 10 * digits + digit;
      p++;
    }
    int count = p - begin;
    int exponent = 0;
    if (b[p] == '.') {
      int point = p++;
      while ((digit = b[p] - '0') >= 0 && digit <= 9) {
        digits = 10 * digits + digit;
        p++;
      }
      exponent = point + 1 - p;
      count -= exponent;
    }
    stop = p;
    if (count == 0) {
      return Double.NaN;
    }
    boolean small = true;
    if (b[p] == 'e' || b[p] == 'E') {
      p++;
      boolean down = b[p] == '-';
      if (down || b[p] == '+') {
        p++;
      }
      int written = 0;
      begin = p;
      while ((digit = b[p] - '0') >= 0 && digit <= 9) {
        written = 10 * written + digit;
        p++;
      }
      stop = p;
      small = p - begin <= 4;
      exponent += down ? -written : written;
      if (p == begin) {
        return Double.NaN;
      }
    }
    double x = small && count <= Numbers.DIGITS ? Numbers.exact(digits, exponent) : Double.NaN;
    if (Double.isNaN(x)) {
      return Numbers.parse(new String(b, from, p - from, StandardCharsets.US_ASCII));
    }
    return minus ? -x : x;
  }

  /// The end of the text that begins at `from`, without the blanks behind it; -1 when it holds anything uncertain.
  private int endOfCell(int from) {
    int to = from;
    for (int p = from; bytes[p] != '\n' && bytes[p] != '\r' && bytes[p] != delimiter; p++) {
      byte b = bytes[p];
      if (isBlank(b)) {
        if (blank) {
          break;
        }
      } else if (b < ' ' || b == '"') {
        return -1; // beyond ASCII bytes are negative
      } else {
        to = p + 1;
      }
    }
    return to;
  }

  private boolean isIn(byte[][] texts, int from, int to) {
    for (byte[] text : texts) {
      if (Arrays.equals(text, 0, text.length, bytes, from, to)) {
        return true;
      }
    }
    return false;
  }

  // The columns.

  private boolean allocate(int width, long height) {
    if (height > Integer.MAX_VALUE - 8) {
      return false;
    }
    CsvReader.requireMemory(content, (int) height, width);
    columns = new double[width][(int) height];
    lines = new int[(int) height];
    return true;
  }

  private long countLines() throws IOException {
    long count = 0;
    byte last = '\n';
    byte[] chunk = new byte[1 << 16];
    try (InputStream again = content.open()) {
      for (int n = again.read(chunk); n > 0; n = again.read(chunk)) {
        for (int i = 0; i < n; i++) {
          count += chunk[i] == '\n' ? 1 : 0;
        }
        last = chunk[n - 1];
      }
    }
    return last == '\n' ? count : count + 1;
  }

  /// Turns the block of rows into columns.
  private void drain(int width, int[] blockLines) {
    int count = used / width;
    for (int c = 0; c < width; c++) {
      double[] column = columns[c];
      for (int r = 0; r < count; r++) {
        column[rows + r] = cells[r * width + c];
      }
    }
    System.arraycopy(blockLines, 0, lines, rows, count);
    rows += count;
    used = 0;
  }

  /// The numbers of a column; NaN where missing.
  double[] column(int c) {
    double[] column = columns[c];
    return rows == column.length ? column : Arrays.copyOf(column, rows);
  }

  /// The line of each row.
  int[] lines() {
    return rows == lines.length ? lines : Arrays.copyOf(lines, rows);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
