package nnrun.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import nnrun.run.LocalDisk;
import nnrun.run.TrainingRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Goes on with an interrupted run from its last checkpoint; ends in the same bytes.",
    footer = {"", "Example:", "  nnrun resume runs/latest"})
final class ResumeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run = Path.of("");

  @Option(names = "--data-dir", paramLabel = "D", description = "Search data files there first.")
  private @Nullable Path dataDir;

  @Option(
      names = "--force-config",
      description = {
        "Go on with a config.resolved.yaml that was edited since, even after the run's end. Only train.epochs,",
        "train.checkpoint and the patience, min_delta and restore_best of train.early_stopping may change."
      })
  private boolean forceConfig;

  @Mixin private ConductOptions conduct = new ConductOptions();

  private final Terminal terminal;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    LiveProgress progress = new LiveProgress(terminal, conduct.quiet);
    return Running.run(
        terminal,
        progress,
        conduct,
        () -> {
          TrainingRun.Outcome outcome =
              TrainingRun.resume(new LocalDisk(), run, dataDir, forceConfig, conduct.conduct(progress));
          if (outcome == null) {
            terminal.outLine(run.toString());
            terminal.errorLine(run + " is finished; there is nothing to resume");
          }
          return outcome;
        });
  }
}
