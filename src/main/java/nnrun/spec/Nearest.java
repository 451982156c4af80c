package nnrun.spec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the name that was probably meant.
public final class Nearest {
  private static final int SHOWN = 12;

  private Nearest() {}

  /// The nearest of the valid names, the first of equally near ones; null when none is near enough to be worth saying.
  public static @Nullable String of(String name, Collection<String> valid) {
    if (name.length() > 64) {
      return null;
    }
    String wanted = plain(name);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : valid) {
      String other = plain(candidate);
      int distance = wanted.length() > 2 && other.startsWith(wanted) ? 1 : distance(wanted, other);
      int length = Math.max(wanted.length(), other.length());
      if (distance <= Math.max(1, length / 3) && distance < length && distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /// `a, b, c`, the first dozen of them.
  public static String list(List<String> names) {
    int shown = Math.min(SHOWN, names.size());
    String some = String.join(", ", names.subList(0, shown));
    return shown == names.size() ? some : some + " and " + (names.size() - shown) + " more";
  }

  /// `batchSize`, `batch-size` and `Batch_Size` are all `batch_size` to a reader, and `alfa` is `alpha`.
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "").replace("ph", "f");
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn a into b, no place edited twice (Damerau
  /// 1964 in the form of optimal string alignment).
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
