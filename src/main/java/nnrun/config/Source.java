package nnrun.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import nnrun.spec.Printable;

/// A text that is read, and where its lines begin: a config file, or the text of one `-o` option.
final class Source {
  private static final int WIDTH = 100;

  final String name;
  final String text;
  final boolean option;
  private final String flag;
  private final int[] codePoints;
  private final int[] lineStarts;

  private Source(String name, String text, String flag) {
    this.name = name;
    this.text = text;
    this.flag = flag;
    option = !flag.isEmpty();
    this.codePoints = text.codePoints().toArray();
    this.lineStarts = option ? new int[] {0} : lineStarts(codePoints);
  }

  static Source file(String name, String text) {
    return new Source(name, text, "");
  }

  static Source option(String text) {
    return option("-o", text);
  }

  static Source option(String flag, String text) {
    return new Source(flag + " " + text, text, flag);
  }

  private static int[] lineStarts(int[] text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.length || text[i + 1] != '\n'))) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, 2 * lines);
        }
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  /// The line of a code point, from 1; 0 in an option, which has none.
  int line(int index) {
    if (option) {
      return 0;
    }
    int found = Arrays.binarySearch(lineStarts, index);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// The column of a code point in its line, from 1.
  int column(int index) {
    return index - lineStarts[Math.max(0, line(index) - 1)] + 1;
  }

  /// The line and a caret under the code point:
  ///
  /// ```
  ///    14 |   - dropout: {rat: 0.2}
  ///       |               ^
  /// ```
  String excerpt(int index) {
    int line = line(index);
    int start = lineStarts[Math.max(0, line - 1)];
    int end = start;
    while (end < codePoints.length && (option || (codePoints[end] != '\n' && codePoints[end] != '\r'))) {
      end++;
    }
    int caret = Math.min(index, end) - start;
    int from = caret < WIDTH - 10 ? 0 : caret - WIDTH / 2;
    int to = Math.min(end - start, from + WIDTH);
    String before = from > 0 ? "..." : "";
    StringBuilder shown = new StringBuilder(before);
    for (int i = from; i < to; i++) {
      shown.appendCodePoint(Printable.of(codePoints[start + i]));
    }
    if (start + to < end) {
      shown.append("...");
    }
    String gutter = option ? flag : Integer.toString(line);
    return " ".repeat(Math.max(0, 5 - gutter.length()))
        + gutter
        + " | "
        + shown.toString().stripTrailing()
        + "\n      | "
        + " ".repeat(before.length() + caret - from)
        + "^";
  }

  /// A text of the user's inside a message: printable, and cut at a length that keeps the message readable.
  static String quoted(String text) {
    boolean whole = text.codePointCount(0, text.length()) <= 40;
    return Printable.of(whole ? text : text.substring(0, text.offsetByCodePoints(0, 40)) + "...");
  }

  /// Names inside a message, not more than a reader takes in.
  static String quotedList(List<String> names) {
    String shown = names.stream().limit(40).map(Source::quoted).collect(Collectors.joining(", "));
    return names.size() > 40 ? shown + ", ..." : shown;
  }
}
