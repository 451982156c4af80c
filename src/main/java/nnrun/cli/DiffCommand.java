package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import nnrun.run.Difference;
import nnrun.run.LocalDisk;
import nnrun.run.Lookup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Prints in what two runs differ: values of the config, data files, versions of the code and the machine; and,"
          + " where they differ, their measures side by side.",
      "A dash means that a run has no such value."
    },
    footer = {"", "Example:", "  nnrun diff runs/baseline runs/latest"})
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder.")
  private Path one = Path.of("");

  @Parameters(index = "1", paramLabel = "RUN", description = "Another's.")
  private Path other = Path.of("");

  @Mixin private FormatOptions format = new FormatOptions();

  private final Terminal terminal;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDisk disk = new LocalDisk();
    List<Difference> differences = Difference.of(Lookup.of(disk, one), Lookup.of(disk, other));
    List<String> header = new ArrayList<>(List.of("of", "what"));
    header.addAll(format.text() ? List.of(one.toString(), other.toString()) : List.of("a", "b"));
    Table table = new Table(header);
    differences.forEach(d -> table.row(d.part().toString(), d.key(), shown(d.a(), d.b()), shown(d.b(), d.a())));
    if (differences.isEmpty() && format.text()) {
      terminal.errorLine("the same config, data, code and measures");
    } else {
      format.print(terminal, table, table.objects());
    }
    return ExitCode.DONE.code();
  }

  /// All digits of a number, as text, where four do not show a difference.
  private static @Nullable Object shown(@Nullable Object one, @Nullable Object other) {
    boolean alike =
        one instanceof Double a && other instanceof Double b && LiveProgress.number(a).equals(LiveProgress.number(b));
    return alike ? String.valueOf(one) : one;
  }
}
