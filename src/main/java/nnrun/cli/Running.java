package nnrun.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/// A training in the foreground, which a signal may end.
final class Running {
  private Running() {}

  /// Says how to go on when a signal ends the training; everything else has been said by whoever trains.
  static int run(Terminal terminal, LiveProgress progress, Callable<?> training) throws Exception {
    Thread interrupted =
        new Thread(() -> {
          Path folder = progress.folder();
          progress.stop();
          terminal.errorLine(
              folder == null
                  ? "nnrun: stopped before the run began"
                  : "nnrun: stopped; nnrun resume " + folder + " goes on from the last checkpoint");
        });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      training.call();
      return ExitCode.DONE.code();
    } finally {
      progress.clear();
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException _) {
        // The JVM is going down by a signal; the hook speaks.
      }
    }
  }
}
