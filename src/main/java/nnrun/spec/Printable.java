package nnrun.spec;

/// Texts of other people's files, as they may be shown: nothing in them moves the cursor, turns the direction of
/// writing, hides itself or ends the line. What would is shown as U+FFFD, the sign for a character that is none.
public final class Printable {
  private static final int SIGN = 0xFFFD;

  private Printable() {}

  /// One character; a tab becomes a blank.
  public static int of(int codePoint) {
    if (codePoint == '\t') {
      return ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          SIGN;
      default -> codePoint;
    };
  }

  /// A text on one line.
  public static String of(String text) {
    return of(text, false);
  }

  /// A text on several lines: line feeds stay.
  public static String lines(String text) {
    return of(text, true);
  }

  private static String of(String text, boolean lines) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(lines && c == '\n' ? c : of(c)));
    return shown.toString();
  }
}
