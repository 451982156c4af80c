package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.config.ConfigException;
import nnrun.expect.Evidence.Missing;
import nnrun.expect.Measure;
import nnrun.metric.Metric;
import nnrun.run.DamagedFile;
import nnrun.run.LocalDisk;
import nnrun.run.Lookup;
import nnrun.run.RunFolder;
import nnrun.run.SavedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "best",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the folder of the best of several finished runs. Its value, and which were left out, go to standard"
          + " error.",
      "Of equal ones it is the first. Less is better of losses and errors, more of accuracies and their like."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun best --by val.loss@best",
      "  nnrun eval \"$(nnrun best runs/ other-runs/ --by val.accuracy)\" --split test"
    })
final class BestCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "RUNS",
      description = "Run folders, or folders of run folders; runs by default.")
  private List<Path> places = List.of(Path.of("runs"));

  @Option(
      names = "--by",
      paramLabel = "KEY",
      required = true,
      description = "What makes it the best: val.loss, test.accuracy, val.accuracy@best, seconds.")
  private String by = "";

  @ArgGroup(exclusive = true)
  private @Nullable Direction direction;

  static final class Direction {
    @Option(names = "--min", description = "Less is better, whatever it is.")
    private boolean min;

    @Option(names = "--max", description = "More is better, whatever it is.")
    private boolean max;
  }

  @Mixin private FormatOptions format = new FormatOptions();

  private final Terminal terminal;
  private final LocalDisk disk = new LocalDisk();

  BestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Path best = null;
    double most = 0;
    int finished = 0;
    int others = 0;
    Missing missing = null;
    Boolean larger = direction == null ? null : (Boolean) (direction.max && !direction.min);
    for (RunFolder.Listed listed : RunFolder.find(disk, places)) {
      try {
        Lookup run = listed.broken() == null ? Lookup.of(disk, listed.folder()) : null;
        if (run == null) {
          terminal.errorLine(listed.folder() + ": " + listed.broken());
        }
        if (run == null || !run.results().status().equals("finished")) {
          others++;
          continue;
        }
        double value = run.number(by);
        finished++;
        larger = larger == null ? (Boolean) largerIsBetter(listed.folder()) : larger;
        if (!Double.isNaN(value) && (best == null || (larger ? value > most : value < most))) {
          best = listed.folder();
          most = value;
        }
      } catch (Missing e) {
        missing = e;
        others++;
      } catch (DamagedFile | ConfigException e) {
        terminal.errorLine(String.valueOf(e.getMessage()));
        others++;
      }
    }
    if (best == null) {
      throw new UserError(missing != null ? String.valueOf(missing.getMessage()) : "no finished run is in " + places);
    }
    String left = others == 0 ? "" : "; " + others + " not finished, broken or without it";
    terminal.errorLine(by + " " + LiveProgress.number(most) + ", the best of " + finished + left);
    if (format.text()) {
      terminal.outLine(best.toString());
      return ExitCode.DONE.code();
    }
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    found.put("run", best.toString());
    found.put(by, most);
    Table table = new Table(List.copyOf(found.keySet()));
    table.row(new ArrayList<>(found.values()));
    format.print(terminal, table, found);
    return ExitCode.DONE.code();
  }

  /// As the metrics of the run's config say.
  private boolean largerIsBetter(Path run) throws ConfigException {
    String column = by.contains("@") ? Measure.parse(by).column() : by;
    String name = column.replaceFirst("^(final\\.|best\\.)?(train|val|test)\\.", "");
    return SavedRun.open(disk, run).experiment().metrics().stream()
        .anyMatch((Metric m) -> m.column().equals(name) && m.higherIsBetter());
  }
}
