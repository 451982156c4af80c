package nnrun.cli;

import java.nio.file.Path;
import nnrun.config.ConfigException;
import nnrun.run.LocalDisk;
import nnrun.run.SavedRun;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command that asks a trained network takes.
final class RunOptions {
  /// Rows that go through the network at a time.
  private static final int ROWS = 256;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  Path run = Path.of("");

  @Option(names = "--best", description = "The weights of the best epoch, not those the run ended with.")
  boolean best;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; all cores by default. The results do not depend on it.")
  int threads = Runtime.getRuntime().availableProcessors();

  SavedRun open() throws ConfigException {
    return SavedRun.open(new LocalDisk(), run);
  }

  SavedRun.Model load(SavedRun saved) {
    return saved.load(best, ROWS, ConductOptions.checked(threads));
  }
}
