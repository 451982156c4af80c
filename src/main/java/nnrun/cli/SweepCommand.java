package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import nnrun.run.LocalDisk;
import nnrun.sweep.Plan;
import nnrun.sweep.Sweep;
import nnrun.sweep.Sweeping;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a config many times with different values, and leaves a folder with a table of what came of it.",
      "The same command again goes on where the one before was stopped, and trains nothing twice. Several at a time on"
          + " one folder share the work. The folder's path is all that goes to standard output."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun sweep configs/sweeps/mnist.yaml",
      "  nnrun sweep configs/moons.yaml -p optimizer.lr=1e-3,1e-2,1e-1 -p model.0.units=8..64*2 --seeds 5",
      "  nnrun sweep configs/iris.yaml -p optimizer=sgd,adam --folds 5 --plan"
    })
final class SweepCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "SWEEP",
      description = "A sweep file, which has a key base, or a config, with a section sweep or with -p.")
  private Path file = Path.of("");

  @Option(
      names = "-p",
      paramLabel = "path=values",
      description =
          "Vary a value of the config, as optimizer.lr=1e-3,1e-2 or model.0.units=32..256*2; may be given" + " again.")
  private List<String> varied = new ArrayList<>();

  @Option(names = "--seeds", paramLabel = "N", description = "Trials of each point that differ in their seeds.")
  private @Nullable Integer seeds;

  @Option(names = "--folds", paramLabel = "K", description = "Folds of cross-validation, a trial each.")
  private @Nullable Integer folds;

  @Option(
      names = "-o",
      paramLabel = "key=value",
      description = "Change a value of the config for all trials; may be given again.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Trials at a time, one thread each; all cores by default. The results do not depend on it.")
  private int parallel = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--plan",
      description =
          "Print how many trials there are, how long they will take and what memory; trains for a moment to"
              + " know, and leaves nothing.")
  private boolean plan;

  @Option(names = "--retry-failed", description = "Try trials again that failed in an earlier call.")
  private boolean retryFailed;

  @Option(names = "--sweeps-dir", paramLabel = "D", description = "Folder of sweep folders; sweeps by default.")
  private Path sweepsDir = Path.of("sweeps");

  @Option(names = "--sweep-dir", paramLabel = "D", description = "This sweep's own folder.")
  private @Nullable Path sweepDir;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description = "Search data files there too, after the config's own folder.")
  private @Nullable Path dataDir;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the sweep's folder.")
  private boolean quiet;

  @Spec private @Nullable CommandSpec spec;

  private final Terminal terminal;

  SweepCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (parallel < 1 || parallel > 1024) {
      throw new UserError("--parallel " + parallel + ": between 1 and 1024");
    }
    positive("--seeds", seeds);
    positive("--folds", folds);
    Sweep sweep = Sweep.read(new Sweep.Request(file, options, varied, seeds, folds, dataDir));
    Path folder = sweepDir != null ? sweepDir : sweepsDir.resolve(sweep.name());
    SweepProgress progress = new SweepProgress(terminal, quiet);
    List<String> arguments = spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    Sweeping sweeping =
        new Sweeping(
            sweep,
            new LocalDisk(),
            new Sweeping.Conduct(folder, parallel, retryFailed, arguments, Main.version(), progress));
    if (plan) {
      terminal.out(text(sweeping.plan()));
      return ExitCode.DONE.code();
    }
    try (Signals.Hook _ = Signals.hook(() -> stop(progress, sweeping))) {
      Sweeping.Outcome outcome = sweeping.run();
      progress.finished(outcome);
      return code(outcome).code();
    } finally {
      progress.clear();
    }
  }

  private void stop(SweepProgress progress, Sweeping sweeping) {
    progress.stop();
    try {
      sweeping.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    terminal.errorLine("nnrun: stopped; the same command goes on from here");
  }

  private static ExitCode code(Sweeping.Outcome outcome) {
    if (outcome.failed() > 0) {
      return ExitCode.SOME_TRIALS_FAILED;
    }
    return outcome.unmet() > 0 ? ExitCode.EXPECTATION_NOT_MET : ExitCode.DONE;
  }

  private String text(Plan plan) {
    double wall = plan.seconds() / Math.max(1, Math.min(parallel, Runtime.getRuntime().availableProcessors()));
    String done = plan.left() == plan.trials() ? "" : ", " + (plan.trials() - plan.left()) + " of them done";
    return String.format(
        Locale.ROOT,
        """
        points    %d
        trials    %d%s
        training  about %s of one core, %s with %d at a time
        memory    %s for the largest network, %s of data; there are %s
        """,
        plan.points(),
        plan.trials(),
        done,
        LiveProgress.duration(plan.seconds()),
        LiveProgress.duration(wall),
        parallel,
        mebibytes(plan.largest()),
        mebibytes(plan.dataBytes()),
        mebibytes(plan.memory()));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }

  private static void positive(String option, @Nullable Integer number) {
    if (number != null && (number < 1 || number > 10_000)) {
      throw new UserError(option + " " + number + ": between 1 and 10000");
    }
  }
}
