package nnrun.config;

/// Where something stands in a config or an option, for messages about it.
public final class Place {
  private final Mark mark;

  Place(Mark mark) {
    this.mark = mark;
  }

  Mark mark() {
    return mark;
  }

  /// A problem there.
  public Problem problem(String path, String message) {
    return Problem.at(mark, path, message, null);
  }
}
