package nnrun.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// YAML as it stands in a file, every piece with its place. Nothing is interpreted yet: a scalar is its text.
sealed interface Node {
  Mark mark();

  /// A word, a number, a line of text.
  ///
  /// @param quoted in quotes or a block, so it is text whatever it looks like
  record Scalar(String text, boolean quoted, Mark mark) implements Node {
    boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("null") || text.equals("~"));
    }
  }

  record Sequence(List<Node> items, Mark mark) implements Node {}

  record Mapping(List<Entry> entries, Mark mark) implements Node {
    @Nullable Entry entry(String key) {
      for (Entry entry : entries) {
        if (entry.key.text.equals(key)) {
          return entry;
        }
      }
      return null;
    }

    /// The same map with one value replaced, or added at the end.
    Mapping with(Entry replacement) {
      List<Entry> changed = new ArrayList<>(entries);
      for (int i = 0; i < changed.size(); i++) {
        if (changed.get(i).key.text.equals(replacement.key.text)) {
          changed.set(i, replacement);
          return new Mapping(changed, mark);
        }
      }
      changed.add(replacement);
      return new Mapping(changed, mark);
    }

    Mapping without(String key) {
      return new Mapping(entries.stream().filter(entry -> !entry.key.text.equals(key)).toList(), mark);
    }
  }

  /// Something refused and already reported (an alias, say), so that the rest can still be checked.
  record Refused(Mark mark) implements Node {}

  record Entry(Scalar key, Node value) {}
}
