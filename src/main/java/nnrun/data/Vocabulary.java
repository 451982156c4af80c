package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/// The words of the training documents, each with the number of documents it is in.
final class Vocabulary {
  /// Characters of a word; a longer one is left out.
  private static final int LONGEST = 64;

  /// New words after which it is asked whether as many more would fit.
  private static final int LOOK_AHEAD = 1 << 16;

  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final Map<String, Integer> documentsWith;
  private final int documents;

  private Vocabulary(Map<String, Integer> documentsWith, int documents) {
    this.documentsWith = documentsWith;
    this.documents = documents;
  }

  /// The words of a text in their order: runs of letters and digits in lower case, at most 64 characters long; all else
  /// parts them.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    int start = -1;
    for (int i = 0; i <= lower.length(); ) {
      int c = i < lower.length() ? lower.codePointAt(i) : ' ';
      boolean letter = Character.isLetterOrDigit(c);
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        if (i - start <= LONGEST) {
          words.add(lower.substring(start, i));
        }
        start = -1;
      }
      i += Character.charCount(c);
    }
    return words;
  }

  /// @param most those in most documents, of equal ones the first by code point
  /// @param least documents that a word must be in
  static Vocabulary of(String name, Iterable<String> texts, int most, int least) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    int documents = 0;
    for (String text : texts) {
      documents++;
      for (String word : new TreeSet<>(words(text))) {
        if (counts.merge(word, 1, Integer::sum) == 1 && counts.size() % LOOK_AHEAD == 0) {
          Heap.require(128L * LOOK_AHEAD, "column '" + name + "': more than " + counts.size() + " different words");
        }
      }
    }
    List<String> often = new ArrayList<>(counts.keySet());
    often.removeIf(word -> counts.getOrDefault(word, 0) < least);
    often.sort(Comparator.<String>comparingInt(word -> -counts.getOrDefault(word, 0)).thenComparing(BY_CODE_POINT));
    if (often.isEmpty()) {
      throw new DataException(
          "column '" + name + "': no word is in " + least + " training documents or more; take min_count: 1");
    }
    List<String> kept = often.subList(0, Math.min(most, often.size()));
    kept.sort(BY_CODE_POINT);
    Map<String, Integer> found = new LinkedHashMap<>();
    kept.forEach(word -> found.put(word, counts.getOrDefault(word, 0)));
    return new Vocabulary(found, documents);
  }

  int documents() {
    return documents;
  }

  /// @param weight of a word that is in so many documents
  Field.Document field(String name, Words how, IntToDoubleFunction weight) {
    double[] weights = documentsWith.values().stream().mapToDouble(with -> weight.applyAsDouble(with)).toArray();
    return new Field.Document(name, how, List.copyOf(documentsWith.keySet()), weights);
  }
}
