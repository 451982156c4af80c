package nnrun.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the name that was probably meant.
final class Nearest {
  private static final int SHOWN = 12;

  private Nearest() {}

  /// The nearest name, the first of equally near ones; null when none shares at least half of its letters.
  static @Nullable String of(String name, Collection<String> names) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Math.max(2, wanted.length() / 2 + 1);
    for (String candidate : names) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), least);
      if (distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /// `a, b, c`, the first dozen of them.
  static String list(List<String> names) {
    int shown = Math.min(SHOWN, names.size());
    String some = String.join(", ", names.subList(0, shown));
    return shown == names.size() ? some : some + " and " + (names.size() - shown) + " more";
  }

  /// Edits that turn a into b (Levenshtein 1965), one row of the table at a time; `limit` when their lengths differ more.
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit || a.length() > 256) {
      return limit;
    }
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
