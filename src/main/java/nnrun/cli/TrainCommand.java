package nnrun.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import nnrun.config.Config;
import nnrun.data.DataFiles;
import nnrun.expect.Expectation;
import nnrun.run.Description;
import nnrun.run.Experiment;
import nnrun.run.LocalDisk;
import nnrun.run.TrainingRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the network of a config and leaves a run folder.",
      "The folder's path is all that goes to standard output, as soon as the folder is there: a script has it too when"
          + " the run diverges (exit code 8) or is stopped. Everything else goes to standard error."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun train configs/quickstart.yaml",
      "  nnrun train configs/mnist-mlp.yaml -o optimizer=sgd -o optimizer.lr=0.1 --seed 3",
      "  run=$(nnrun train configs/iris.yaml -q) || nnrun resume \"$run\""
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config = new ConfigOptions();
  @Mixin private ConductOptions conduct = new ConductOptions();

  @Option(names = "--runs-dir", paramLabel = "D", description = "Folder of run folders; runs by default.")
  private @Nullable Path runsDir;

  @Option(names = "--run-dir", paramLabel = "D", description = "This run's own folder, which must be new or empty.")
  private @Nullable Path runDir;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print what nnrun describe does first.")
  private boolean verbose;

  @Option(
      names = "--smoke",
      description =
          "Two epochs of two batches, all else as in the full run: tries a config out in a second. Of what the config"
              + " expects, no_nan and wall are judged.")
  private boolean smoke;

  @Spec private @Nullable CommandSpec spec;

  private final Terminal terminal;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (runsDir != null && runDir != null) {
      throw new UserError("--runs-dir and --run-dir are both given; keep one of them");
    }
    if (smoke) {
      config.options.addAll(List.of("train.epochs=2", "train.batches_per_epoch=2"));
    }
    Config<Experiment> read = config.read();
    Config<Experiment> experiment = smoke ? read.with(expectedOfSmoke(read.value())) : read;
    LiveProgress progress = new LiveProgress(terminal, conduct.quiet);
    LocalDisk disk = new LocalDisk();
    Path runs = runsDir == null ? Path.of("runs") : runsDir;
    List<String> arguments = spec == null ? new ArrayList<>() : spec.commandLine().getParseResult().originalArgs();
    TrainingRun.Request request =
        new TrainingRun.Request(
            experiment,
            config.overrides(),
            arguments,
            config.dataPlaces(),
            TrainingRun.folderIn(disk, runs, runDir, Clock.systemUTC()),
            Main.version());
    if (verbose) {
      DataFiles files = new DataFiles(config.dataPlaces());
      terminal.error(DescribeCommand.text(Description.of(experiment, files)) + "\n");
    }
    return Running.run(terminal, progress, conduct, () -> TrainingRun.begin(request, conduct.conduct(progress)));
  }

  /// A threshold for the whole run says nothing of its first four batches.
  private Experiment expectedOfSmoke(Experiment whole) {
    List<Expectation> judged = whole.expect().stream().filter(e -> e.claim().holdsInSmoke()).toList();
    int left = whole.expect().size() - judged.size();
    if (left > 0 && !conduct.quiet) {
      terminal.errorLine("note: --smoke leaves out " + left + " of " + whole.expect().size() + " checks");
    }
    return whole.expecting(judged);
  }
}
