package nnrun.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a CSV file straight from its bytes, as long as there is nothing to decide: cells are numbers or
/// texts without quotes, and every row has as many of them. It refuses nothing. At the first line that it does not know
/// for certain (a quote, a row of another length, a lone CR, a control character, broken UTF-8) it stops; from there on
/// it is for [CsvReader], whose rules and messages stay the only ones.
final class CsvScanner {
  /// Bytes of a line, half of what [CsvText] lets pass.
  private static final int LONGEST_LINE = CsvText.LONGEST_ROW / 2;

  private final InputStream in;
  private final int skip;
  private final boolean blank;
  private final byte delimiter;

  /// Missing texts that would be numbers if they were not missing, such as -999.
  private final byte[][] missingNumbers;

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private byte[] bytes = new byte[1 << 18];
  private int at; // where the next line begins
  private int end; // of the lines that are here whole, each with its newline
  private int filled;
  private boolean ended;
  private boolean unfinished; // whether the last newline is not the file's
  private int line = 1; // that at `at`

  private int headEnd;
  private int headLine;

  private int stop; // behind the cell last looked at
  private boolean ascii; // whether it is

  CsvScanner(InputStream in, Csv rules, Collection<String> missing) {
    this.in = in;
    skip = rules.skip();
    blank = rules.delimiter().isBlank();
    delimiter = (byte) rules.delimiter().character();
    missingNumbers =
        missing.stream()
            .filter(text -> !Double.isNaN(Numbers.parse(text)))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
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

  void passHead() {
    at = headEnd;
    line = headLine + 1;
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
          unfinished = true;
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

  /// Why no more rows were handed over.
  enum Stop {
    ENOUGH,
    UNCERTAIN,
    END
  }

  /// Hands over rows, from the next line on.
  ///
  /// @param enough the most that are to be in the columns
  Stop read(CsvColumns to, int enough) throws IOException {
    while (at < end || next()) {
      if (!isEmpty()) {
        if (to.rows() >= enough) {
          return Stop.ENOUGH;
        }
        int lineStart = at;
        if (!row(to)) {
          at = lineStart;
          return Stop.UNCERTAIN;
        }
        to.rowTaken(line);
      }
      line++;
    }
    return ended && at == end ? Stop.END : Stop.UNCERTAIN;
  }

  /// The line that is next.
  int line() {
    return line;
  }

  /// What is left of the file, from the next line on.
  InputStream rest() {
    int left = filled - at - (unfinished ? 1 : 0);
    return new SequenceInputStream(new ByteArrayInputStream(bytes, at, left), in);
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

  /// Takes the cells of one line; false when one is not certain or their number is another than the width.
  private boolean row(CsvColumns columns) {
    byte[] b = bytes;
    double[] cells = columns.block;
    CsvColumns.Kind[] kinds = columns.kinds;
    int used = columns.used;
    int width = columns.width();
    int from = pass(at);
    for (int c = 0; c < width; c++) {
      CsvColumns.Kind kind = kinds[c];
      double x = Double.NaN;
      int to = from;
      boolean newline = false;
      boolean certain = false;
      if (kind == CsvColumns.Kind.NUMBER || kind == CsvColumns.Kind.OPEN) {
        x = number(b, from);
        to = pass(stop);
        newline = b[to] == '\n' || b[to] == '\r';
        boolean more = blank ? to > stop && !newline : b[to] == delimiter;
        certain = !Double.isNaN(x) && (newline || more) && !isMissingNumber(from, stop);
        if (certain && kind == CsvColumns.Kind.OPEN) {
          columns.number(c);
        }
      }
      if (!certain) {
        stop = endOfCell(from);
        int code = stop < 0 ? Levels.UNKNOWN : text(columns, c, from);
        if (code == Levels.UNKNOWN) {
          return false;
        }
        x = code == Levels.MISSING ? Double.NaN : code;
        to = pass(stop);
        newline = b[to] == '\n' || b[to] == '\r';
      }
      cells[used + c] = x;
      if (newline) {
        at = to + (b[to] == '\r' ? 2 : 1);
        boolean whole = c + 1 == width && b[at - 1] == '\n';
        columns.used = whole ? used + width : used;
        return whole;
      }
      from = blank ? to : pass(to + 1);
    }
    return false;
  }

  /// The number of the text between `from` and `stop`, [Levels#MISSING] where it is missing or not wanted, and
  /// [Levels#UNKNOWN] where it is not certain.
  private int text(CsvColumns columns, int c, int from) {
    Levels levels = columns.levels(c);
    int code = levels.find(bytes, from, stop);
    if (code != Levels.UNKNOWN) {
      return code;
    }
    String text = ascii ? new String(bytes, from, stop - from, StandardCharsets.US_ASCII) : decoded(from);
    if (text == null) {
      return Levels.UNKNOWN;
    }
    if (columns.kind(c) == CsvColumns.Kind.NONE) {
      return Levels.MISSING;
    }
    columns.text(c, text, line);
    return columns.complete() ? levels.add(text, Arrays.copyOfRange(bytes, from, stop)) : Levels.MISSING;
  }

  /// The text between `from` and `stop`; null where it is not UTF-8 or holds blanks of other scripts, which do not
  /// count around a cell.
  private @Nullable String decoded(int from) {
    try {
      String text = utf8.decode(ByteBuffer.wrap(bytes, from, stop - from)).toString();
      return text.chars().noneMatch(c -> c > ' ' && Character.isWhitespace(c)) ? text : null;
    } catch (CharacterCodingException _) {
      return null;
    }
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
    byte[] b = bytes;
    int to = from;
    int bits = 0;
    for (int p = from; b[p] != '\n' && b[p] != '\r' && b[p] != delimiter; p++) {
      if (isBlank(b[p])) {
        if (blank) {
          break;
        }
      } else if ((b[p] >= 0 && b[p] < ' ') || b[p] == '"') {
        return -1;
      } else {
        bits |= b[p];
        to = p + 1;
      }
    }
    ascii = bits >= 0; // beyond ASCII bytes are negative
    return to;
  }

  private boolean isMissingNumber(int from, int to) {
    for (byte[] text : missingNumbers) {
      if (Arrays.equals(text, 0, text.length, bytes, from, to)) {
        return true;
      }
    }
    return false;
  }
}
