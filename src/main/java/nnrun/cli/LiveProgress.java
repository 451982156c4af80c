package nnrun.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.run.Experiment;
import nnrun.run.Progress;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;

/// The run as its user sees it, on standard error: a line an epoch, and on a terminal one that changes in between. What
/// is shown also goes to the run's log.
final class LiveProgress implements Progress {
  private static final long REDRAW_NANOS = 100_000_000L;

  private final Terminal terminal;
  private final boolean quiet;
  private Consumer<String> log = _ -> {};
  private @Nullable Path folder;
  private int epochs;
  private int trainingRows;
  private long lastDraw;
  private long epochStart = System.nanoTime();
  private double secondsPerEpoch;
  private int epochsTimed;
  private boolean lineOpen;

  LiveProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public void started(Path folder, Experiment experiment, long parameters, int trainingRows, Consumer<String> log) {
    this.log = log;
    this.folder = folder;
    this.trainingRows = trainingRows;
    epochs = experiment.train().epochs();
    line(folder + ": " + parameters + " parameters, " + trainingRows + " training rows, " + epochs + " epochs");
  }

  /// The run's folder once it is there.
  @Nullable Path folder() {
    return folder;
  }

  @Override
  public void step(int epoch, int batch, int batches, double loss) {
    if (quiet || !terminal.live()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastDraw < REDRAW_NANOS) {
      return;
    }
    lastDraw = now;
    double spent = (now - epochStart) / 1e9;
    double share = (double) batch / batches;
    double perEpoch = epochsTimed > 0 ? secondsPerEpoch : spent / share;
    double left = perEpoch * (epochs - epoch) + spent / share * (1 - share);
    int filled = (int) (20 * share);
    String bar = "#".repeat(filled) + ".".repeat(20 - filled);
    live(
        String.format(
            Locale.ROOT,
            "epoch %d/%d [%s] loss %s  %,.0f samples/s  %s left",
            epoch,
            epochs,
            bar,
            number(loss),
            share * trainingRows / spent,
            duration(left)));
  }

  @Override
  public void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {
    epochStart = System.nanoTime();
    secondsPerEpoch = (secondsPerEpoch * epochsTimed + seconds) / (epochsTimed + 1);
    epochsTimed++;
    StringBuilder text = new StringBuilder();
    int width = Integer.toString(epochs).length();
    text.append(String.format(Locale.ROOT, "epoch %" + width + "d/%d", result.epoch(), epochs));
    for (Map.Entry<String, Double> value : result.values().entrySet()) {
      boolean shown = value.getKey().startsWith("train.") || value.getKey().startsWith("val.");
      if (shown && !(value.getKey().equals("train.penalty") && value.getValue() == 0)) {
        text.append("  ").append(value.getKey()).append(' ').append(number(value.getValue()));
      }
    }
    text.append(String.format(Locale.ROOT, "  %,.0f samples/s", samplesPerSecond));
    if (best) {
      text.append("  best");
    }
    line(text.toString());
  }

  @Override
  public void note(String text) {
    line("note: " + text);
  }

  /// A whole line, to the terminal and to the log.
  void line(String text) {
    log.accept(text);
    if (!quiet) {
      clear();
      terminal.errorLine(text);
    }
  }

  /// Ends a live line, so that what follows begins at the left.
  void clear() {
    if (lineOpen) {
      terminal.error("\r\033[K");
      lineOpen = false;
    }
  }

  private void live(String text) {
    terminal.error("\r\033[K" + text);
    lineOpen = true;
  }

  /// Four significant digits.
  static String number(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size < 1e-3 || size >= 1e5) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int before = size >= 1 ? (int) StrictMath.log10(size) + 1 : 0;
    return String.format(Locale.ROOT, "%." + Math.max(0, 4 - before) + "f", value);
  }

  static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", s / 60, s % 60)
            : String.format(Locale.ROOT, "%d:%02d h", s / 3600, s / 60 % 60);
  }
}
