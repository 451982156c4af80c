package nnrun.config;

import java.util.ArrayList;
import java.util.List;

/// Paths into a config: `model[2].rate`, which may also be written `model.2.rate`.
final class Paths {
  private Paths() {}

  /// One step of a path.
  ///
  /// @param at where it begins in the path, in characters
  record Step(String text, int at) {}

  static String child(String path, String key) {
    String shown = Source.quoted(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  static List<Step> split(String path) {
    List<Step> steps = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '.' || path.charAt(i) == '[') {
        boolean index = start > 0 && path.charAt(start - 1) == '[';
        int end = index && i > start && path.charAt(i - 1) == ']' ? i - 1 : i;
        steps.add(new Step(path.substring(start, end), start));
        start = i + 1;
      }
    }
    return steps;
  }

  /// Several steps as one name again: names of layers and columns may hold dots.
  static String joined(List<Step> steps, int from, int to) {
    StringBuilder name = new StringBuilder(steps.get(from).text);
    for (Step step : steps.subList(from + 1, to)) {
      name.append('.').append(step.text);
    }
    return name.toString();
  }

  static boolean isIndex(String text) {
    return text.length() < 10 && Numbers.isWhole(text) && !text.startsWith("-");
  }
}
