package nnrun.run;

/// A run was asked to stop, and its state is in a checkpoint.
public final class RunStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunStopped() {
    super("stopped as asked", null, false, false);
  }
}
