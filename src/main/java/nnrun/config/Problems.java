package nnrun.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong while reading goes on, and hands it out in the order of the texts.
final class Problems {
  /// More would help nobody; a hostile file could ask for a hundred thousand.
  private static final int MOST = 100;

  private record Found(Mark mark, Problem problem) {}

  private final List<Found> found = new ArrayList<>();
  private final List<Source> order = new ArrayList<>();
  private int more;

  void add(Mark mark, String path, String message) {
    add(mark, path, message, null);
  }

  void add(Mark mark, String path, String message, @Nullable String suggestion) {
    if (isFull()) {
      more++;
    } else {
      found.add(new Found(mark, Problem.at(mark, path, message, suggestion)));
    }
  }

  /// An unknown name, with the one that was probably meant, or with all valid ones when none is near.
  void addUnknown(Mark mark, String path, String message, List<String> valid, @Nullable String nearest) {
    String all = valid.isEmpty() ? "; nothing is valid here" : "; valid: " + Source.quotedList(valid);
    add(mark, path, nearest == null ? message + all : message, nearest);
  }

  /// Another collection that has these to begin with.
  Problems copy() {
    Problems copy = new Problems();
    copy.found.addAll(found);
    copy.order.addAll(order);
    copy.more = more;
    return copy;
  }

  /// Texts are reported in the order they were read.
  void reading(Source source) {
    order.add(source);
  }

  /// Whether further problems are only counted, so that their wording need not be good.
  boolean isFull() {
    return found.size() == MOST;
  }

  List<Problem> sorted() {
    Comparator<Found> bySource = Comparator.comparingInt(f -> order.indexOf(f.mark.source()));
    List<Problem> problems = new ArrayList<>();
    found.stream()
        .sorted(bySource.thenComparingInt(f -> f.mark.index()))
        .map(Found::problem)
        .distinct()
        .forEach(problems::add);
    if (more > 0) {
      problems.add(Problem.ofFile(order.getFirst().name, "and " + more + " more problems"));
    }
    return problems;
  }

  void throwIfAny() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(sorted());
    }
  }
}
