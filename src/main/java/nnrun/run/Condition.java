package nnrun.run;

import java.util.Locale;
import nnrun.expect.Evidence.Missing;
import nnrun.expect.Reader;
import nnrun.expect.Relation;
import nnrun.spec.Misplaced;
import org.jspecify.annotations.Nullable;

/// What runs are chosen by: `val.accuracy > 0.9`, `optimizer.type == adam`, `status != finished`. A run that has no
/// such value is not chosen.
///
/// @param key as [Lookup] takes it
public record Condition(String key, Relation relation, String value) {
  /// @throws IllegalArgumentException with a sentence and a caret under the fault
  public static Condition parse(String text) {
    try {
      Reader in = new Reader(text);
      Reader.Word key = in.word();
      if (key.text().isEmpty()) {
        throw key.fault("got nothing; wanted a condition, such as val.accuracy > 0.9", null);
      }
      Reader.Word sign = in.peek();
      Relation relation = in.relation();
      if (relation == null) {
        throw sign.fault("wanted >= <= > < == or != behind " + key.text(), null);
      }
      Reader.Word value = in.rest();
      if (number(value.text()) == null && (value.text().isEmpty() || relation.orders())) {
        throw value.fault("wanted a number behind " + relation, null);
      }
      return new Condition(key.text(), relation, value.text());
    } catch (Misplaced e) {
      String meant = e.suggestion() == null ? "" : "; did you mean " + e.suggestion() + "?";
      throw new IllegalArgumentException(
          e.getMessage() + meant + "\n      | " + text + "\n      | " + " ".repeat(e.at()) + "^", e);
    }
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  boolean holds(Lookup run) {
    try {
      Double bound = number(value);
      if (bound != null) {
        return relation.holds(run.number(key), bound);
      }
      boolean equal = String.valueOf(run.get(key)).toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT));
      return equal == (relation == Relation.EQUAL);
    } catch (Missing _) {
      return false;
    }
  }
}
