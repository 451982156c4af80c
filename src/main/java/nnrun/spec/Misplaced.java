package nnrun.spec;

import org.jspecify.annotations.Nullable;

/// Thrown by the `parse` of a [Text]: the fault lies at a place within the text.
public final class Misplaced extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final int at;
  private final @Nullable String suggestion;

  /// @param at of the fault, in characters from 0
  /// @param message what came, what was wanted, a way out
  /// @param suggestion the nearest valid word, or null
  public Misplaced(int at, String message, @Nullable String suggestion) {
    super(message);
    this.at = at;
    this.suggestion = suggestion;
  }

  public int at() {
    return at;
  }

  public @Nullable String suggestion() {
    return suggestion;
  }
}
