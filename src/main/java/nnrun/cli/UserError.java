package nnrun.cli;

/// Bad usage found by a command; the message is for the user.
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserError(String message) {
    super(message);
  }
}
