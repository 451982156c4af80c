package nnrun.expect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nnrun.spec.Misplaced;
import nnrun.spec.Nearest;

/// A measure of a run at one moment: `val.accuracy`, `val.accuracy@best`, `val.loss@12`, `test.accuracy`.
///
/// @param column `val.accuracy`, as in metrics.csv; `test.` and the measure for those of the test rows
/// @param moment `best`, `last`, a number of an epoch, or empty for the epoch whose weights the run ends with
public record Measure(String column, String moment) {
  public static final String BEST = "best";
  public static final String LAST = "last";
  private static final String TEST = "test.";
  private static final Pattern FORM = Pattern.compile("([A-Za-z_][A-Za-z0-9_.]*)(?:@(.*))?");
  private static final Pattern EPOCH = Pattern.compile("[1-9]\\d{0,8}");

  /// @param at where the text begins in one around it
  /// @throws Misplaced when it is none
  static Measure parse(String text, int at) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new Misplaced(
          at, "got " + (text.isEmpty() ? "the end" : text) + "; wanted a measure, such as val.loss", null);
    }
    String moment = m.group(2) == null ? "" : m.group(2);
    if (m.group(2) != null && !moment.equals(BEST) && !moment.equals(LAST) && !EPOCH.matcher(moment).matches()) {
      throw new Misplaced(
          at + m.start(2),
          "got @" + moment + "; wanted @best, @last, or the number of an epoch, as in @12",
          Nearest.of(moment, List.of(BEST, LAST)));
    }
    return new Measure(m.group(1), moment);
  }

  /// @throws Misplaced when it is none
  public static Measure parse(String text) {
    return parse(text, 0);
  }

  /// Whether it is measured once, on the test rows, with the weights the run ends with.
  public boolean ofTest() {
    return column.startsWith(TEST);
  }

  /// Its name among the measures of the test rows.
  public String testName() {
    return column.substring(TEST.length());
  }

  /// The epoch it names; 0 where it names none.
  public int epoch() {
    return EPOCH.matcher(moment).matches() ? Integer.parseInt(moment) : 0;
  }

  @Override
  public String toString() {
    return moment.isEmpty() ? column : column + "@" + moment;
  }
}
