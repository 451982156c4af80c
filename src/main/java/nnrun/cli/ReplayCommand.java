package nnrun.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.config.Json;
import nnrun.run.LocalDisk;
import nnrun.run.Replay;
import nnrun.train.StepReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Redoes one step of a run, with the same numbers, and prints what every layer did in it: outputs, gradients,"
          + " weights and updates.",
      "Of a run that diverged it is the step in which the first NaN or infinity came up, which is marked.",
      "Nothing is written. Means leave out what is no number; its share stands under 'not finite'."
    },
    footer = {"", "Examples:", "  nnrun replay runs/latest", "  nnrun replay runs/latest --step 1 --json"})
final class ReplayCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run = Path.of("");

  @Option(names = "--step", paramLabel = "N", description = "This update, from 1, of any run.")
  private @Nullable Long step;

  @Option(names = "--data-dir", paramLabel = "D", description = "Search data files there first.")
  private @Nullable Path dataDir;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "Threads; all cores by default. The results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private final Terminal terminal;

  ReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Replay replay = Replay.of(new LocalDisk(), run, step, dataDir, ConductOptions.checked(threads));
    terminal.out(json ? Json.pretty(object(replay)) : text(replay));
    return ExitCode.DONE.code();
  }

  private String text(Replay replay) {
    StepReport step = replay.step();
    StringBuilder text = new StringBuilder();
    text.append("epoch ").append(step.epoch()).append(", step ").append(step.step());
    text.append(", lr ").append(LiveProgress.number(step.lr()));
    text.append(", loss ").append(LiveProgress.number(step.loss()));
    text.append(", ").append(step.batch().size()).append(" rows; redone from ");
    text.append(replay.fromStep() == 0 ? "the beginning" : "the checkpoint of step " + replay.fromStep());
    text.append("\n\n");
    Table table = new Table("layer", "tensor", "min", "max", "mean", "sd", "zeros", "not finite", "");
    for (StepReport.Row row : step.rows()) {
      table.row(
          row.layer(),
          row.tensor(),
          row.min(),
          row.max(),
          row.mean(),
          row.sd(),
          row.zeros(),
          row.bad(),
          row.first() ? "<- first bad" : "");
    }
    text.append(table.text()).append('\n');
    return text.append(verdict(replay)).append('\n').toString();
  }

  private static String verdict(Replay replay) {
    StepReport.Row first = replay.step().firstBad();
    if (first != null) {
      String where = first.layer().isEmpty() ? first.tensor() : first.layer() + " " + first.tensor();
      return "the first NaN or infinity of this step: " + where;
    }
    String finite = "every number of this step is finite";
    return replay.after() == null ? finite : finite + "; afterwards " + replay.after();
  }

  private static Map<String, @Nullable Object> object(Replay replay) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("from_step", replay.fromStep());
    object.put("after", replay.after());
    object.put("step", replay.step());
    return object;
  }
}
