package nnrun.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which words mean the same. A line of the file holds words with commas between them, `#` begins a comment; several
/// words between two commas can take the place of one, but are not looked for.
final class Thesaurus {
  static final Thesaurus EMPTY = new Thesaurus(new LinkedHashMap<>());

  private static final int MOST_WORDS = 1 << 20;

  private final Map<String, List<List<String>>> others;

  private Thesaurus(Map<String, List<List<String>>> others) {
    this.others = others;
  }

  static Thesaurus read(Content content) {
    Map<String, List<List<String>>> all = new LinkedHashMap<>();
    int words = 0;
    try (TextLines lines = new TextLines(content)) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        int comment = line.indexOf('#');
        List<List<String>> same = new ArrayList<>();
        for (String part : (comment < 0 ? line : line.substring(0, comment)).split(",", -1)) {
          same.add(Vocabulary.words(part));
        }
        same.removeIf(List::isEmpty);
        words += same.size() * same.size();
        if (words > MOST_WORDS || same.size() > 1000) {
          throw lines.problem("more words than a thesaurus may have; 1000 a line, and a million pairs");
        }
        if (same.size() == 1) {
          throw lines.problem("'" + line.strip() + "' stands alone; words that mean the same are parted by commas");
        }
        for (List<String> word : same) {
          if (word.size() == 1) {
            List<List<String>> known = all.computeIfAbsent(word.getFirst(), _ -> new ArrayList<>());
            same.stream().filter(other -> !other.equals(word) && !known.contains(other)).forEach(known::add);
          }
        }
      }
    }
    return new Thesaurus(all);
  }

  /// What may stand for a word, in the order of the file; empty where it is not known.
  List<List<String>> others(String word) {
    return others.getOrDefault(word, List.of());
  }
}
