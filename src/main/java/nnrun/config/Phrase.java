package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Nearest;
import nnrun.spec.Text;
import org.jspecify.annotations.Nullable;

/// A text as it stands in a config, in one piece or word by word under the keys of a map (see [Text#keys]), with the
/// place of every character.
///
/// @param whole all of it, with the place where it begins
/// @param pieces what stands in the config
/// @param starts where each piece begins in the text
record Phrase(Node.Scalar whole, List<Node.Scalar> pieces, List<Integer> starts) {
  static Phrase of(Node.Scalar scalar) {
    return new Phrase(scalar, List.of(scalar), List.of(0));
  }

  /// The keys of a map that says the same as one text; none where there is no such map.
  static List<String> keys(Class<?> type) {
    Text text = type.getAnnotation(Text.class);
    return text == null ? List.of() : List.of(text.keys());
  }

  /// Null where the map is not what it should be, which is reported then.
  static @Nullable Phrase of(List<String> keys, Node.Mapping map, String path, Problems problems) {
    boolean failed = false;
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (!keys.contains(key)) {
        problems.addUnknown(entry.key().mark(), Paths.child(path, key), "unknown key", keys, Nearest.of(key, keys));
        failed = true;
      }
    }
    StringBuilder text = new StringBuilder();
    List<Node.Scalar> pieces = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (String key : failed ? List.<String>of() : keys) {
      Node.Entry entry = map.entry(key);
      if (entry == null || !(entry.value() instanceof Node.Scalar value) || value.isNull()) {
        Mark at = entry == null ? map.mark() : entry.key().mark();
        problems.add(
            at, Paths.child(path, key), (entry == null ? "missing" : "wanted text") + "; the keys are " + keys);
        failed = true;
      } else {
        text.append(pieces.isEmpty() ? "" : " " + key + " ");
        starts.add(text.length());
        text.append(value.text());
        pieces.add(value);
      }
    }
    return failed ? null : new Phrase(new Node.Scalar(text.toString(), false, map.mark()), pieces, starts);
  }

  /// The place in the config of a character of the text.
  Mark at(int offset) {
    int piece = 0;
    while (piece + 1 < starts.size() && starts.get(piece + 1) <= offset) {
      piece++;
    }
    return inside(pieces.get(piece), offset - starts.get(piece));
  }

  /// Where a word begins that stands in a text or, word by word, in a map; where the node begins if it has no such
  /// word.
  static Mark of(Node node, String word) {
    List<Node.Scalar> pieces = new ArrayList<>();
    if (node instanceof Node.Scalar scalar) {
      pieces.add(scalar);
    } else if (node instanceof Node.Mapping map) {
      map.entries().stream()
          .map(Node.Entry::value)
          .forEach(v -> {
            if (v instanceof Node.Scalar scalar) {
              pieces.add(scalar);
            }
          });
    }
    return pieces.stream()
        .filter(piece -> piece.text().contains(word))
        .findFirst()
        .map(piece -> inside(piece, piece.text().indexOf(word)))
        .orElse(node.mark());
  }

  /// Where a scalar stands letter by letter as it reads, its characters have places; otherwise (escapes, several lines)
  /// it has one.
  private static Mark inside(Node.Scalar scalar, int offset) {
    Source source = scalar.mark().source();
    int start = source.text.offsetByCodePoints(0, scalar.mark().index());
    boolean quote = start < source.text.length() && "\"'".indexOf(source.text.charAt(start)) >= 0;
    int first = start + (quote ? 1 : 0);
    if (!source.text.startsWith(scalar.text(), first)) {
      return scalar.mark();
    }
    int at = Math.min(offset, scalar.text().length());
    return new Mark(source, source.text.codePointCount(0, first + at));
  }
}
