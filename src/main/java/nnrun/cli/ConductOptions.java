package nnrun.cli;

import nnrun.run.TrainingRun;
import picocli.CommandLine.Option;

/// How a training is carried out; nothing here changes a number.
final class ConductOptions {
  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; all cores by default. The results do not depend on it.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the run's folder.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print what was read and planned as well.")
  boolean verbose;

  TrainingRun.Conduct conduct(LiveProgress progress) {
    if (threads < 1 || threads > 1024) {
      throw new UserError("--threads " + threads + ": between 1 and 1024");
    }
    return new TrainingRun.Conduct(threads, progress, _ -> new java.util.TreeMap<String, String>());
  }
}
