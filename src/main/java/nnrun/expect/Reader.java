package nnrun.expect;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.spec.Misplaced;
import nnrun.spec.Nearest;
import org.jspecify.annotations.Nullable;

/// Takes a sentence apart: words between spaces, and relations such as `>=`, which need no space around them.
public final class Reader {
  private static final int LONGEST = 500;
  private static final Pattern PIECE = Pattern.compile("\\s*([<>=!]+|[^\\s<>=!]+)?");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("[1-9]\\d{0,8}");

  /// What is nearly a relation, and what was meant.
  private static final List<List<String>> MEANT =
      List.of(List.of("=", "=="), List.of("=>", ">="), List.of("=<", "<="), List.of("<>", "!="), List.of("===", "=="));

  private final String text;
  private Word next;

  public Reader(String text) {
    this.text = text;
    if (text.length() > LONGEST) {
      throw new Misplaced(0, text.length() + " characters; the most is " + LONGEST, null);
    }
    next = read(0);
  }

  /// @param text empty at the end
  /// @param at in characters from 0
  public record Word(String text, int at) {
    /// For messages.
    String shown() {
      return text.isEmpty() ? "the end" : text;
    }

    public Misplaced fault(String message, @Nullable String suggestion) {
      return new Misplaced(at, message, suggestion);
    }
  }

  private Word read(int from) {
    Matcher piece = PIECE.matcher(text).region(from, text.length());
    boolean found = piece.lookingAt() && piece.group(1) != null;
    return found ? new Word(piece.group(1), piece.start(1)) : new Word("", text.stripTrailing().length());
  }

  public Word peek() {
    return next;
  }

  public Word word() {
    Word word = next;
    next = read(word.at + word.text.length());
    return word;
  }

  /// All that is left, as one word.
  public Word rest() {
    Word rest = new Word(text.substring(next.at).stripTrailing(), next.at);
    next = new Word("", text.length());
    return rest;
  }

  /// Takes the next word if it is this one.
  boolean take(String word) {
    boolean is = next.text.equals(word);
    if (is) {
      word();
    }
    return is;
  }

  void demand(String word) {
    Word came = next;
    if (!take(word)) {
      throw came.fault("got " + came.shown() + "; wanted the word " + word, null);
    }
  }

  /// A relation; null where something else stands.
  public @Nullable Relation relation() {
    Relation relation = Relation.find(next.text);
    if (relation != null) {
      word();
      return relation;
    }
    for (List<String> pair : MEANT) {
      if (next.text.equals(pair.getFirst())) {
        throw next.fault(next.text + " is no relation", pair.getLast());
      }
    }
    return null;
  }

  double number(String example) {
    Word word = word();
    if (DECIMAL.matcher(word.text).matches() && Double.isFinite(Double.parseDouble(word.text))) {
      return Double.parseDouble(word.text);
    }
    String share = word.text.endsWith("%") ? word.text.substring(0, word.text.length() - 1) : "";
    String meant =
        isDecimal(share) ? new BigDecimal(share).movePointLeft(2).stripTrailingZeros().toPlainString() : null;
    throw word.fault("got " + word.shown() + "; wanted a number, such as " + example, meant);
  }

  int count(String what) {
    Word word = word();
    if (WHOLE.matcher(word.text).matches()) {
      return Integer.parseInt(word.text);
    }
    throw word.fault("got " + word.shown() + "; wanted " + what + ", a whole number from 1", null);
  }

  static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches();
  }

  /// Nothing more stands there.
  ///
  /// @param further what might have gone on here, for the message; empty when nothing
  public void end(String further) {
    if (!next.text.isEmpty()) {
      String wanted = further.isEmpty() ? "the end" : "the end, or " + further;
      throw next.fault("got " + next.text + "; wanted " + wanted, Nearest.of(next.text, List.of(further.split(" "))));
    }
  }
}
