package nnrun.config;

import java.util.LinkedHashSet;
import java.util.Set;

/// The slips of a typist: a letter too few, doubled, wrong, two swapped; and the habits of other languages.
final class Misspelt {
  private Misspelt() {}

  static Set<String> all(String name) {
    Set<String> slips = new LinkedHashSet<>();
    for (int i = 0; i < name.length(); i++) {
      slips.add(name.substring(0, i) + name.substring(i + 1));
      slips.add(name.substring(0, i) + name.charAt(i) + name.substring(i));
      slips.add(name.substring(0, i) + "q" + name.substring(i + 1));
      if (i > 0) {
        slips.add(name.substring(0, i - 1) + name.charAt(i) + name.charAt(i - 1) + name.substring(i + 1));
      }
    }
    slips.add(name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1));
    slips.remove(name);
    slips.remove("");
    slips.removeIf(slip -> slip.length() < 2);
    return slips;
  }
}
