package nnrun.search;

import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// After which no more trials are started; those under way are trained to their end.
public record Budget(
    @Doc("trials of the sweep, those of earlier calls included") @Range("[1,1000000]") @Nullable Integer trials,
    @Doc("time of one call of the command") @Nullable Wall wall) {

  /// A length of time.
  @Text(
      value = "a time such as 90s, 20m or 2h",
      schema = "{\"type\": \"string\", \"pattern\": \"^[0-9]+(\\\\.[0-9]+)?[smh]$\"}")
  public record Wall(String text, double seconds) {
    public static Wall parse(String text) {
      int last = text.length() - 1;
      int unit = last < 1 ? -1 : "smh".indexOf(text.charAt(last));
      if (unit < 0 || !text.substring(0, last).matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
        throw new IllegalArgumentException("got " + text + "; wanted a time such as 90s, 20m or 2h");
      }
      double number = Double.parseDouble(text.substring(0, last));
      return new Wall(text, number * (unit == 0 ? 1 : unit == 1 ? 60 : 3600));
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
