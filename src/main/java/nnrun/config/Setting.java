package nnrun.config;

import java.util.Objects;

/// A value to be laid on a place of a config, written somewhere else.
///
/// @param path in the config it is laid on: `optimizer.lr`, `model.0.units`
/// @param place where the path is written
public record Setting(String path, Place place, Value value) {
  /// From the command line.
  ///
  /// @param flag as typed, `-p`
  /// @param value YAML
  public static Setting option(String flag, String path, String value) throws ConfigException {
    Source source = Source.option(flag, path + "=" + value);
    Problems problems = new Problems();
    problems.reading(source);
    Node node = YamlText.read(source, source.text.codePointCount(0, path.length() + 1), problems);
    problems.throwIfAny();
    return new Setting(path, new Place(new Mark(source, 0)), new Value(Objects.requireNonNull(node)));
  }

  /// A problem with the value.
  public Problem problem(String message) {
    return Problem.at(value.node().mark(), path, message, null);
  }

  /// Whether a problem is at the path, or at the value or something in it.
  public boolean holds(Problem problem) {
    Problem here = place.problem("", "");
    int within = problem.column() - here.column();
    boolean inPath = problem.file().equals(here.file()) && problem.line() == here.line();
    return (inPath && within >= 0 && within < path.length()) || isIn(value.node(), problem);
  }

  private static boolean isIn(Node node, Problem problem) {
    return isAt(node.mark(), problem)
        || switch (node) {
          case Node.Sequence list -> list.items().stream().anyMatch(item -> isIn(item, problem));
          case Node.Mapping map ->
              map.entries().stream().anyMatch(entry -> isIn(entry.key(), problem) || isIn(entry.value(), problem));
          case Node.Scalar _, Node.Refused _ -> false;
        };
  }

  private static boolean isAt(Mark mark, Problem problem) {
    Problem here = Problem.at(mark, problem.path(), problem.message(), problem.suggestion());
    return here.equals(problem);
  }

  /// As an option on the command line writes it.
  @Override
  public String toString() {
    return path + "=" + value;
  }
}
