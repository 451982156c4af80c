package nnrun.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import nnrun.run.Checked;
import nnrun.run.Experiment;
import nnrun.run.Progress;
import nnrun.tensor.Engine;
import nnrun.train.EpochResult;
import org.jspecify.annotations.Nullable;

/// The run as its user sees it: its folder on standard output as soon as there is one; on standard error a line an
/// epoch, and on a terminal one that changes in between. What is shown on standard error also goes to the run's log.
final class LiveProgress implements Progress {
  static final long REDRAW_NANOS = 100_000_000L;
  private static final int BAR = 10;

  /// To the left end, and clear the line.
  static final String BACK = "\r\033[K";

  /// The terminal cuts a line at its edge, whatever its width is at the moment, instead of going on below.
  private static final String NO_WRAP = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final Terminal terminal;
  private final boolean quiet;
  private Consumer<String> log = _ -> {};
  private @Nullable Path folder;
  private @Nullable Experiment experiment;
  private @Nullable Checked checked;
  private int epochs;
  private int trainingRows;
  private long lastDraw;
  private long epochStart = System.nanoTime();
  private double secondsPerEpoch;
  private int epochsTimed;
  private boolean lineOpen;
  private boolean stopped;
  private volatile boolean wantsStop;

  LiveProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public void started(Path folder, Experiment experiment, long parameters, int trainingRows, Consumer<String> log) {
    this.log = log;
    this.folder = folder;
    expect(experiment, trainingRows);
    terminal.outLine(folder.toString());
    terminal.flush();
    String rows = experiment.isOfFunction() ? "" : String.format(Locale.ROOT, " %,d training rows,", trainingRows);
    String text = String.format(Locale.ROOT, "%,d parameters,%s %d epochs", parameters, rows, epochs);
    line(terminal.outIsTerminal() ? text : folder + ": " + text);
    if (!Engine.hasFastFma()) {
      note("this CPU has no fused multiply-add; the results are the same, and training is hundreds of times slower");
    }
    epochStart = System.nanoTime();
  }

  /// What the live line needs to know.
  void expect(Experiment experiment, int trainingRows) {
    this.experiment = experiment;
    this.trainingRows = trainingRows;
    epochs = experiment.train().epochs();
    epochStart = System.nanoTime();
  }

  /// The run's folder once it is there.
  @Nullable Path folder() {
    return folder;
  }

  /// Whether the larger value of a measure is the better one, once the run has begun.
  boolean largerIsBetter(String measure) {
    return experiment != null
        && experiment.metrics().stream().anyMatch(m -> m.scalar() && m.column().equals(measure) && m.higherIsBetter());
  }

  @Override
  public synchronized void step(int epoch, int batch, int batches, double loss) {
    long now = System.nanoTime();
    if (quiet || stopped || !terminal.live() || now - lastDraw < REDRAW_NANOS) {
      return;
    }
    lastDraw = now;
    double spent = (now - epochStart) / 1e9;
    double share = (double) batch / batches;
    double perEpoch = epochsTimed > 0 ? secondsPerEpoch : spent / share;
    double left = perEpoch * (epochs - epoch) + spent / share * (1 - share);
    terminal.error(redrawn(live(epoch, epochs, share, loss, left, share * trainingRows / spent)));
    lineOpen = true;
  }

  /// A line in place of the one before.
  static String redrawn(String text) {
    return BACK + NO_WRAP + text + WRAP;
  }

  /// What matters most stands first, since a narrow terminal shows no more.
  static String live(int epoch, int epochs, double share, double loss, double secondsLeft, double samplesPerSecond) {
    int filled = (int) (BAR * share);
    return String.format(
        Locale.ROOT,
        "epoch %d/%d [%s%s] loss %s  %s left  %,.0f samples/s",
        epoch,
        epochs,
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        number(loss),
        duration(secondsLeft),
        samplesPerSecond);
  }

  @Override
  public void epoch(EpochResult result, boolean best, double seconds, double samplesPerSecond) {
    epochStart = System.nanoTime();
    secondsPerEpoch = (secondsPerEpoch * epochsTimed + seconds) / (epochsTimed + 1);
    epochsTimed++;
    line(summary(result, epochs, best, samplesPerSecond));
  }

  static String summary(EpochResult result, int epochs, boolean best, double samplesPerSecond) {
    StringBuilder text = new StringBuilder();
    int width = Integer.toString(epochs).length();
    text.append(String.format(Locale.ROOT, "epoch %" + width + "d/%d", result.epoch(), epochs));
    for (Map.Entry<String, Double> value : result.values().entrySet()) {
      boolean shown = !value.getKey().equals("lr") && !value.getKey().equals("grad.norm");
      if (shown && !(value.getKey().equals("train.penalty") && value.getValue() == 0)) {
        text.append("  ").append(value.getKey()).append(' ').append(number(value.getValue()));
      }
    }
    text.append(String.format(Locale.ROOT, "  %,.0f samples/s", samplesPerSecond));
    if (best) {
      text.append("  best");
    }
    return text.toString();
  }

  @Override
  public void finished(Map<String, @Nullable Object> summary) {
    StringBuilder text = new StringBuilder("done; best epoch ");
    text.append(summary.get("best_epoch")).append(" by ").append(summary.get("best_by"));
    if (Boolean.TRUE.equals(summary.get("stopped_early"))) {
      text.append(" (stopped early)");
    }
    if (summary.get("test") instanceof Map<?, ?> test) {
      test.forEach((name, value) -> text.append("; test.").append(name).append(' ').append(shown(value)));
    }
    line(text.toString());
  }

  private static String shown(@Nullable Object value) {
    return value instanceof Double number ? number(number) : String.valueOf(value);
  }

  @Override
  public void checked(Checked result) {
    checked = result;
    if (!result.verdicts().isEmpty()) {
      Table table = new Table("check", "expected", "came");
      result.verdicts().forEach(v -> table.row(v.met() ? "ok" : "FAILED", v.expectation(), v.came()));
      table.text().lines().forEach(this::line);
    }
    if (quiet && !result.met()) {
      long failed = result.verdicts().stream().filter(v -> !v.met()).count();
      terminal.errorLine("nnrun: " + failed + " of " + result.verdicts().size() + " checks failed: " + result.folder());
    }
  }

  /// How the run stood to what its config expects, once that is known.
  @Nullable Checked checked() {
    return checked;
  }

  @Override
  public void note(String text) {
    line("note: " + text);
  }

  @Override
  public void warning(String text) {
    line(text);
  }

  /// A whole line, to the terminal and to the log.
  synchronized void line(String text) {
    log.accept(text);
    if (!quiet && !stopped) {
      clear();
      terminal.errorLine(text);
    }
  }

  @Override
  public boolean wantsStop() {
    return wantsStop;
  }

  /// The run shall end with its next step; from any thread.
  void askToStop() {
    wantsStop = true;
  }

  /// Removes a live line, so that what follows begins at the left.
  synchronized void clear() {
    if (lineOpen) {
      terminal.error(BACK);
      lineOpen = false;
    }
  }

  /// Nothing is shown any more.
  synchronized void stop() {
    clear();
    stopped = true;
  }

  /// Four significant digits.
  static String number(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
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
