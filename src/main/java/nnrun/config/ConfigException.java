package nnrun.config;

import java.util.List;
import java.util.stream.Collectors;

/// Everything that is wrong with a config; its message is the whole report.
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  /// One exception for all of them.
  ///
  /// @param problems in the order of the report, at least one
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
