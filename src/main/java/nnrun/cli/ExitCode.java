package nnrun.cli;

/// What the exit code of the program means. 129, 130 and 143 are those of a JVM stopped by HUP, INT and TERM.
public enum ExitCode {
  DONE(0),
  INTERNAL_BUG(1),
  BAD_INPUT(2),
  OUT_OF_MEMORY(3),
  FOLDER_IN_USE(4),
  DAMAGED(5),
  SOME_TRIALS_FAILED(6),
  NO_SPACE(7),
  DIVERGED(8),
  EXPECTATION_NOT_MET(9),
  /// As a shell calls a program that stopped because nobody read its output any more.
  PIPE_CLOSED(141);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
