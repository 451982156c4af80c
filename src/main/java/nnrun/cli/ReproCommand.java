package nnrun.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import nnrun.config.Json;
import nnrun.run.Experiment;
import nnrun.run.LocalDisk;
import nnrun.run.Progress;
import nnrun.run.Reproduction;
import nnrun.run.SavedRun;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "repro",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a run again from its folder alone and compares every number of metrics.csv and all weights, bit for bit.",
      "A run that was stopped is compared as far as its last checkpoint. Nothing is written.",
      "Exit code 9 at the first difference, which is named; 2 where a data file is not the one of then."
    },
    footer = {"", "Examples:", "  nnrun repro runs/latest", "  nnrun repro runs/latest --threads 1 -q && echo same"})
final class ReproCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run = Path.of("");

  @Option(names = "--data-dir", paramLabel = "D", description = "Search data files there first.")
  private @Nullable Path dataDir;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private ConductOptions conduct = new ConductOptions();

  private final Terminal terminal;

  ReproCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Live live = new Live(new LiveProgress(terminal, conduct.quiet));
    Reproduction outcome;
    try {
      outcome = Reproduction.of(new LocalDisk(), run, dataDir, conduct.threads(), live);
    } finally {
      live.line.stop();
    }
    terminal.out(json ? Json.pretty(outcome) : text(outcome));
    if (outcome.difference() != null) {
      SavedRun saved = SavedRun.open(new LocalDisk(), run);
      if (!saved.version().equals(Main.version())) {
        terminal.errorLine(
            "nnrun: " + run + " was begun by nnrun " + saved.version() + ", and this is " + Main.version());
      }
      saved
          .changesOnTheWay()
          .forEach(change -> terminal.errorLine("nnrun: the config of " + run + " was changed on the way: " + change));
    }
    return (outcome.difference() == null ? ExitCode.DONE : ExitCode.EXPECTATION_NOT_MET).code();
  }

  private static String text(Reproduction outcome) {
    Reproduction.Difference difference = outcome.difference();
    if (difference != null) {
      return Printable.lines(
          String.format(
              Locale.ROOT,
              "differs in epoch %d: %s\n  then %s\n  now  %s\n",
              difference.epoch(),
              difference.what(),
              difference.then(),
              difference.now()));
    }
    String files = outcome.checkpoints().isEmpty() ? "no checkpoint" : String.join(", ", outcome.checkpoints());
    return "the same: " + outcome.epochs() + " rows of metrics.csv, " + files + "\n";
  }

  /// The changing line of a training, and nothing else: no run comes of it.
  private record Live(LiveProgress line) implements Progress {
    @Override
    public void started(Path folder, Experiment experiment, long parameters, int rows, Consumer<String> log) {
      line.expect(experiment, rows);
    }

    @Override
    public void step(int epoch, int batch, int batches, double loss) {
      line.step(epoch, batch, batches, loss);
    }
  }
}
