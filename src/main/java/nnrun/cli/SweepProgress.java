package nnrun.cli;

import java.nio.file.Path;
import java.util.List;
import nnrun.config.Problem;
import nnrun.run.Warning;
import nnrun.sweep.Result;
import nnrun.sweep.Sweeping;

/// A sweep as its user sees it: its folder on standard output as soon as there is one; on standard error a line a
/// trial, and on a terminal one that says how much is left.
final class SweepProgress implements Sweeping.Listener {
  private final Terminal terminal;
  private final boolean quiet;
  private String measure = "";
  private int width;
  private int before;
  private long start;
  private boolean open;
  private boolean stopped;

  SweepProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public synchronized void started(Path folder, int trials, int done, String measure) {
    this.measure = measure;
    before = done;
    start = System.nanoTime();
    terminal.outLine(folder.toString());
    terminal.flush();
    width = Integer.toString(trials).length();
    line((terminal.outIsTerminal() ? "" : folder + ": ") + trials + " trials, " + done + " of them trained before");
  }

  @Override
  public synchronized void trial(
      String id, String what, Result result, double objective, List<String> unmet, int done, int trials) {
    String value = measure + " " + LiveProgress.number(objective);
    String came =
        switch (result.status()) {
          case FINISHED -> value + (unmet.isEmpty() ? "" : "; not met: " + String.join("; ", unmet));
          case PAUSED -> value + " after " + result.epochs() + " epochs";
          case DIVERGED, FAILED -> "failed: " + result.reason();
          case PENDING -> "not trained";
        };
    String number = Integer.toString(done);
    String indent = " ".repeat(Math.max(0, width - number.length()));
    line(indent + number + "/" + trials + "  " + id + "  " + what + "  " + came);
    live(done, trials);
  }

  /// How far it is, on a line that changes.
  private void live(int done, int trials) {
    int here = done - before;
    if (!quiet && !stopped && terminal.live() && here > 0 && done < trials) {
      double left = (System.nanoTime() - start) / 1e9 / here * (trials - done);
      terminal.error(done + " of " + trials + " trials, " + LiveProgress.duration(left) + " left");
      open = true;
    }
  }

  @Override
  public synchronized void warning(Warning warning) {
    line(warning.toString());
  }

  @Override
  public synchronized void warning(Problem problem) {
    line(problem.toString());
  }

  synchronized void finished(Sweeping.Outcome outcome) {
    StringBuilder text = new StringBuilder("done; " + outcome.trials() + " trials");
    if (outcome.failed() > 0) {
      text.append("; ").append(outcome.failed()).append(" failed, see trials.csv");
    }
    if (outcome.unmet() > 0) {
      text.append("; ").append(outcome.unmet()).append(" not as expected, see unmet in trials.csv");
    }
    if (outcome.left() > 0) {
      text.append("; the budget left ").append(outcome.left()).append(", the same command goes on");
    }
    Sweeping.Best best = outcome.best();
    if (best != null) {
      text.append("; best ").append(measure).append(' ').append(LiveProgress.number(best.mean()));
      text.append(best.trials() == 1 ? "" : ", mean of " + best.trials());
      text.append(best.what().isEmpty() ? "" : ": " + best.what()).append("; see best.yaml");
    }
    line(text.toString());
  }

  private void line(String text) {
    if (!quiet && !stopped) {
      clear();
      terminal.errorLine(text);
    }
  }

  /// Removes the line that changes.
  synchronized void clear() {
    if (open) {
      terminal.error(LiveProgress.BACK);
      open = false;
    }
  }

  synchronized void stop() {
    clear();
    stopped = true;
  }
}
