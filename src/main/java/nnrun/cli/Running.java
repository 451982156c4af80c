package nnrun.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.run.TrainingRun;
import nnrun.train.Diverged;
import org.jspecify.annotations.Nullable;

/// A training in the foreground: what is said when it ends, one way or another.
final class Running {
  private Running() {}

  /// @param training gives null for a run that was finished before
  static int report(Terminal terminal, LiveProgress progress, Callable<TrainingRun.@Nullable Outcome> training)
      throws Exception {
    Thread interrupted =
        new Thread(() -> {
          Path folder = progress.folder();
          progress.clear();
          terminal.errorLine(
              folder == null
                  ? "nnrun: stopped before the run began"
                  : "nnrun: stopped; nnrun resume " + folder + " goes on from the last checkpoint");
        });
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      TrainingRun.Outcome outcome = training.call();
      if (outcome == null) {
        return ExitCode.DONE.code();
      }
      summary(progress, outcome);
      terminal.outLine(outcome.folder().toString());
      return ExitCode.DONE.code();
    } catch (Diverged e) {
      progress.clear();
      throw e;
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(interrupted);
      } catch (IllegalStateException _) {
        // The JVM is going down by a signal; the hook speaks.
      }
    }
  }

  private static void summary(LiveProgress progress, TrainingRun.Outcome outcome) {
    StringBuilder text = new StringBuilder("done");
    Object bestEpoch = outcome.summary().get("best_epoch");
    text.append("; best epoch ").append(bestEpoch).append(" by ").append(outcome.summary().get("best_by"));
    if (Boolean.TRUE.equals(outcome.summary().get("stopped_early"))) {
      text.append(" (stopped early)");
    }
    if (outcome.summary().get("test") instanceof Map<?, ?> test) {
      test.forEach((name, value) -> {
        if (value instanceof Double number) {
          text.append("; test.").append(name).append(' ').append(LiveProgress.number(number));
        }
      });
    }
    progress.line(text.toString());
  }
}
