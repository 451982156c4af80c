package nnrun.config;

import java.util.List;
import nnrun.config.Paths.Step;
import org.jspecify.annotations.Nullable;

/// Finds a path in a tree, or what is nearest around it.
final class Places {
  private Places() {}

  static Problem problem(Node root, String path, String message, @Nullable String suggestion) {
    List<Step> steps = Paths.split(path);
    Mark mark = root.mark();
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
          mark = end == steps.size() ? next.mark() : entry.key().mark();
          append(shown, key, false);
        } else if (index >= 0) {
          next = ((Node.Sequence) node).items().get(index);
          mark = next.mark();
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
    for (Step rest : steps.subList(step, steps.size())) {
      append(shown, rest.text(), Paths.isIndex(rest.text()));
    }
    return Problem.at(mark, shown.toString(), message, suggestion);
  }

  private static void append(StringBuilder path, String step, boolean index) {
    if (index) {
      path.append('[').append(step).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(Source.quoted(step));
    }
  }
}
