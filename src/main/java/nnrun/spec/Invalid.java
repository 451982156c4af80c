package nnrun.spec;

/// Thrown by the constructor of a record whose parameters contradict each other; names the one to point at.
public final class Invalid extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String parameter;

  /// Points at one parameter of the record under construction.
  ///
  /// @param parameter the record component at fault, by its Java name
  /// @param message what came, what was wanted, a way out
  public Invalid(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  public String parameter() {
    return parameter;
  }
}
