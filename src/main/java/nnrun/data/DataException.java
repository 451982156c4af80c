package nnrun.data;

/// Data that cannot be used as asked. The message is for the user: the place, what came, what was wanted, a way out.
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }
}
