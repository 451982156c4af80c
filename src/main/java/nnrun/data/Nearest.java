package nnrun.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the name that was probably meant.
final class Nearest {
  private static final int SHOWN = 12;
  private static final int LONGEST = 100;

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

  /// Insertions, deletions, replacements and swaps of neighbours that turn a into b, no place edited twice (Damerau
  /// 1964); `limit` when their lengths alone differ by as much.
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit || a.length() > LONGEST) {
      return limit;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
