package nnrun.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import nnrun.run.RunStopped;
import nnrun.train.Diverged;

/// A training in the foreground, which a signal may end: HUP, INT and TERM let it complete its step and save its state,
/// and the JVM then exits with 129, 130 or 143. A second signal ends it at once.
final class Running {
  /// Seconds that a signalled training has for its step and its checkpoint.
  private static final int SECONDS_TO_SAVE = 8;

  private Running() {}

  /// Writes the report on what was expected, also of a run that diverged; everything else has been said by whoever
  /// trains.
  static int run(Terminal terminal, LiveProgress progress, ConductOptions conduct, Callable<?> training)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Signals.Hook hook = Signals.hook(() -> stop(terminal, progress, ended));
    try {
      training.call();
      return conduct.report(progress.checked()).code();
    } catch (Diverged diverged) {
      ExitCode _ = conduct.report(progress.checked());
      throw diverged;
    } catch (RunStopped _) {
      return ExitCode.DONE.code(); // never seen: the JVM goes down with the code of the signal
    } finally {
      progress.clear();
      ended.countDown();
      hook.close();
    }
  }

  private static void stop(Terminal terminal, LiveProgress progress, CountDownLatch ended) {
    Signals.nextEndsAtOnce();
    Path folder = progress.folder();
    if (folder != null) {
      progress.askToStop();
      Signals.await(ended, SECONDS_TO_SAVE); // else the last checkpoint has to do
    }
    progress.stop();
    terminal.errorLine(
        folder == null
            ? "nnrun: stopped before the run began"
            : "nnrun: stopped; nnrun resume " + folder + " goes on from the last checkpoint");
  }
}
