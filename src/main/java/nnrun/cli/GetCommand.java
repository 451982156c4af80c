package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.expect.Evidence.Missing;
import nnrun.run.LocalDisk;
import nnrun.run.Lookup;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Prints what a run says of something: a value a line, in all its digits.",
      "A key is a measure (val.loss; @best, @last or @12 for another epoch than that of the run's last weights), a key"
          + " of summary.json (best_epoch, test.accuracy, status), seconds, a path of the config (optimizer.lr), or a"
          + " key of run.json (git.commit)."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun get runs/latest val.accuracy@best",
      "  nnrun get \"$run\" optimizer.lr test.loss --csv",
      "  [ \"$(nnrun get \"$run\" status)\" = finished ]"
    })
final class GetCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run = Path.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "What to print.")
  private List<String> keys = new ArrayList<>();

  @Mixin private FormatOptions format = new FormatOptions();

  @Option(names = "--default", paramLabel = "TEXT", description = "Print this where the run knows no such thing.")
  private @Nullable String byDefault;

  private final Terminal terminal;

  GetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Lookup lookup = Lookup.of(new LocalDisk(), run);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String key : keys) {
      try {
        values.put(key, lookup.get(key));
      } catch (Missing e) {
        values.put(key, byDefault);
        unknown.add(String.valueOf(e.getMessage()));
      }
    }
    if (byDefault == null && !unknown.isEmpty()) {
      throw new UserError(String.join("\nnnrun: ", unknown));
    }
    if (format.text()) {
      values.values().forEach(value -> terminal.outLine(Printable.lines(String.valueOf(value))));
    } else {
      Table table = new Table(List.copyOf(values.keySet()));
      table.row(new ArrayList<>(values.values()));
      format.print(terminal, table, values);
    }
    return ExitCode.DONE.code();
  }
}
