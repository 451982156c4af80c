package nnrun.rules;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which package may use which. Arrows point down only, and the catalogues do not know one another.
final class Arrows {
  static final String RULE = "package arrows";

  private static final String CATALOGUES = "layer loss optim schedule penalty metric data";

  /// A package and all those it may use; that one of them may use a third says nothing.
  private static final SortedMap<String, Set<String>> TABLE = new TreeMap<>();

  static {
    TABLE.put("nnrun.spec", Set.of());
    row("config", "spec");
    row("tensor", "spec");
    row("state", "tensor spec");
    row("init", "state tensor spec");
    row("surface", "spec");
    row("layer", "surface init state tensor spec");
    for (String catalogue : List.of("loss", "optim", "schedule", "penalty", "metric", "data")) {
      row(catalogue, "state tensor spec");
    }
    row("expect", "spec");
    row("train", CATALOGUES + " init state tensor spec");
    row("lint", "train " + CATALOGUES + " init state tensor spec");
    row("search", "config tensor spec");
    row("run", "expect lint train search config surface " + CATALOGUES + " init state tensor spec");
    row("report", "spec");
    row("sweep", "run train search expect config data loss tensor spec");
    row("cli", "sweep run report expect lint train search config surface " + CATALOGUES + " init state tensor spec");
  }

  private Arrows() {}

  private static void row(String from, String to) {
    TABLE.put(
        "nnrun." + from,
        Stream.of(to.split(" ")).map(name -> "nnrun." + name).collect(Collectors.toCollection(TreeSet::new)));
  }

  static SortedMap<String, Set<String>> table() {
    return Collections.unmodifiableSortedMap(TABLE);
  }

  /// Every package that `name` may use, and what those may use, and so on.
  static Set<String> reachableFrom(String name) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(TABLE.getOrDefault(name, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(TABLE.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  static Optional<Violation> check(Use use) {
    String from = use.inPackage();
    String to = Use.packageOf(use.type().replace("[]", ""));
    if (!to.startsWith("nnrun.") || to.equals(from) || TABLE.getOrDefault(from, Set.of()).contains(to)) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            RULE,
            use,
            TABLE.containsKey(from)
                ? from + " may use only " + TABLE.get(from) + "; move the code, or hand the thing down as an argument"
                : from + " is not in the table of package arrows; give it a row"));
  }
}
