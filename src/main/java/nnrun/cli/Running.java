package nnrun.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import nnrun.train.Diverged;

/// A training in the foreground, which a signal may end.
final class Running {
  private Running() {}

  /// Says how to go on when a signal ends the training, and writes the report on what was expected, also of a run that
  /// diverged; everything else has been said by whoever trains.
  static int run(Terminal terminal, LiveProgress progress, ConductOptions conduct, Callable<?> training)
      throws Exception {
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
      return conduct.report(progress.checked()).code();
    } catch (Diverged diverged) {
      ExitCode _ = conduct.report(progress.checked());
      throw diverged;
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
