package nnrun.cli;

import nnrun.report.Plots;
import nnrun.run.TrainingRun;
import picocli.CommandLine.Option;

/// How a training is carried out; nothing here changes a number.
final class ConductOptions {
  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; all cores by default. The results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the run's folder.")
  boolean quiet;

  TrainingRun.Conduct conduct(LiveProgress progress) {
    return new TrainingRun.Conduct(
        checked(threads), progress, metrics -> Plots.fromMetrics(metrics, progress::largerIsBetter));
  }

  static int checked(int threads) {
    if (threads < 1 || threads > 1024) {
      throw new UserError("--threads " + threads + ": between 1 and 1024");
    }
    return threads;
  }
}
