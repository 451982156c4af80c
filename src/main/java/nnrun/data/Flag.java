package nnrun.data;

import java.util.List;
import java.util.Locale;
import nnrun.spec.Component;

/// 1 for true, yes, on, t, y and 1; 0 for false, no, off, f, n and 0; in letters of either case.
@Component(
    formula = "x = 1 if the cell is true, yes, on, t, y or 1; 0 if it is false, no, off, f, n or 0",
    doc = "A yes or no. It is not scaled.",
    use = "For a yes or no written in words.",
    avoid = "For two names that are no yes and no; take categorical.",
    source = "Common knowledge",
    aliases = {"boolean"})
public record Flag() implements Encoding {
  private static final List<String> NO = List.of("false", "no", "off", "f", "n", "0");
  private static final List<String> YES = List.of("true", "yes", "on", "t", "y", "1");

  /// 0 or 1; -1 where the text is neither.
  static int of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return NO.contains(lower) ? 0 : YES.contains(lower) ? 1 : -1;
  }
}
