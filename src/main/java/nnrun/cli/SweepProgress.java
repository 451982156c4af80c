package nnrun.cli;

import java.nio.file.Path;
import nnrun.sweep.Result;
import nnrun.sweep.Sweeping;

/// A sweep as its user sees it: its folder on standard output as soon as there is one; on standard error a line a
/// trial.
final class SweepProgress implements Sweeping.Listener {
  private final Terminal terminal;
  private final boolean quiet;
  private int width;
  private boolean stopped;

  SweepProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public synchronized void started(Path folder, int trials, int done) {
    terminal.outLine(folder.toString());
    terminal.flush();
    width = Integer.toString(trials).length();
    line((terminal.outIsTerminal() ? "" : folder + ": ") + trials + " trials, " + done + " of them trained before");
  }

  @Override
  public synchronized void trial(String id, String what, Result result, double objective, int done, int trials) {
    String came =
        switch (result.status()) {
          case FINISHED -> LiveProgress.number(objective);
          case PAUSED -> LiveProgress.number(objective) + " after " + result.epochs() + " epochs";
          case DIVERGED, FAILED -> "failed: " + result.reason();
          case PENDING -> "not trained";
        };
    String number = Integer.toString(done);
    line(
        " ".repeat(Math.max(0, width - number.length()))
            + number
            + "/"
            + trials
            + "  "
            + id
            + "  "
            + what
            + "  "
            + came);
  }

  @Override
  public synchronized void note(String text) {
    line("note: " + text);
  }

  synchronized void finished(Sweeping.Outcome outcome) {
    String failed = outcome.failed() == 0 ? "" : "; " + outcome.failed() + " failed, see trials.csv";
    String left = outcome.left() == 0 ? "" : "; the budget left " + outcome.left();
    line("done; " + outcome.trials() + " trials" + failed + left);
  }

  private void line(String text) {
    if (!quiet && !stopped) {
      terminal.errorLine(text);
    }
  }

  synchronized void clear() {}

  synchronized void stop() {
    stopped = true;
  }
}
