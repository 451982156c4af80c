package nnrun.config;

import java.util.List;
import nnrun.config.Paths.Step;
import org.jspecify.annotations.Nullable;

/// Finds a path in a tree, or what is nearest around it.
final class Places {
  private Places() {}

  /// The way along a path as far as the tree has it.
  ///
  /// @param mark of the last piece
  /// @param key of the last piece that has one
  /// @param shown the pieces as a message writes them
  /// @param steps how many of the path's steps they are
  private record Way(Mark mark, Mark key, StringBuilder shown, Node node, int steps) {}

  static Problem problem(Node root, String path, String message, @Nullable String suggestion) {
    Way way = way(root, Paths.split(path));
    return Problem.at(way.mark, shown(way, path), message, suggestion);
  }

  static Problem problemAt(Node root, String path, String word, String message, @Nullable String suggestion) {
    Way way = way(root, Paths.split(path));
    return Problem.at(Phrase.of(way.node, word), shown(way, path), message, suggestion);
  }

  /// Where the value at the end of a path stands; null when the tree has not even its beginning.
  static @Nullable Mark mark(Node root, String path) {
    Way way = way(root, Paths.split(path));
    return way.steps == 0 ? null : way.mark;
  }

  /// A path as a message writes it, with what the tree does not hold.
  static String shownWhole(Node root, String path) {
    return shown(way(root, Paths.split(path)), path);
  }

  /// The whole path, with what the tree does not hold.
  private static String shown(Way way, String path) {
    List<Step> steps = Paths.split(path);
    for (Step rest : steps.subList(way.steps, steps.size())) {
      append(way.shown, rest.text(), Paths.isIndex(rest.text()));
    }
    return way.shown.toString();
  }

  /// Where the key at the end of a path stands, or the element of a list; what is nearest around it when the tree does
  /// not hold it.
  static Mark key(Node root, String path) {
    return way(root, Paths.split(path)).key;
  }

  /// Null when the tree does not hold the whole path.
  static @Nullable Node find(Node root, String path) {
    List<Step> steps = Paths.split(path);
    Way way = way(root, steps);
    return way.steps == steps.size() ? way.node : null;
  }

  /// A path as a message writes it, with layers by number; null when the tree does not hold the whole path.
  static @Nullable String shown(Node root, String path) {
    List<Step> steps = Paths.split(path);
    Way way = way(root, steps);
    return way.steps == steps.size() ? way.shown.toString() : null;
  }

  private static Way way(Node root, List<Step> steps) {
    Mark mark = root.mark();
    Mark keyMark = mark;
    StringBuilder shown = new StringBuilder();
    Node node = root;
    int step = 0;
    while (step < steps.size()) {
      int end = steps.size();
      Node next = null;
      while (end > step && next == null) {
        String key = Paths.joined(steps, step, end);
        Node.Entry entry = node instanceof Node.Mapping map ? map.entry(key) : null;
        int index = node instanceof Node.Sequence list ? new Elements(list).find(key) : -1;
        if (entry != null) {
          next = entry.value();
          keyMark = entry.key().mark();
          mark = end == steps.size() ? next.mark() : entry.key().mark();
          append(shown, key, false);
        } else if (index >= 0) {
          next = ((Node.Sequence) node).items().get(index);
          mark = next.mark();
          keyMark = mark;
          append(shown, Integer.toString(index), true);
        } else {
          end--;
        }
      }
      if (next == null) {
        break;
      }
      node = next;
      step = end;
    }
    return new Way(mark, keyMark, shown, node, step);
  }

  private static void append(StringBuilder path, String step, boolean index) {
    if (index) {
      path.append('[').append(step).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(Source.quoted(step));
    }
  }
}
