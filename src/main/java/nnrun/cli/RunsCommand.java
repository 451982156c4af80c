package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.run.Condition;
import nnrun.run.LocalDisk;
import nnrun.run.RunOverview;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a line for each run: how far it came and what it reached. Broken folders are named.",
      "KEY is whatever nnrun get takes: a measure, a key of summary.json, a path of the config."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun runs",
      "  nnrun runs --filter 'val.accuracy > 0.9' --filter 'optimizer.type == adam' --sort val.loss",
      "  nnrun runs --show optimizer.lr,val.loss@best --csv > table.csv",
      "  nnrun runs --json | jq -r '.[] | select(.status == \"diverged\").name'"
    })
final class RunsCommand implements Callable<Integer> {
  @Option(names = "--runs-dir", paramLabel = "D", description = "Folder of run folders; runs by default.")
  private Path runs = Path.of("runs");

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description =
          "Only runs of which this holds, such as 'val.accuracy > 0.9' or 'status == finished'; all of several.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "The smallest first; runs without it last. Without this the oldest first.")
  private @Nullable String sort;

  @Option(names = "--reverse", description = "The largest, or the newest, first.")
  private boolean reverse;

  @Option(names = "--show", paramLabel = "KEY", split = ",", description = "Columns in place of best and test.")
  private List<String> show = new ArrayList<>();

  @Mixin private FormatOptions format = new FormatOptions();

  private final Terminal terminal;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDisk disk = new LocalDisk();
    if (!disk.isFolder(runs)) {
      throw new UserError(runs + ": no such folder; runs are looked for there, or where --runs-dir says");
    }
    List<String> keys = new ArrayList<>(show);
    if (sort != null) {
      keys.add(sort);
    }
    List<Condition> conditions = filters.stream().map(Condition::parse).toList();
    List<RunOverview> all = new ArrayList<>(RunOverview.all(disk, runs, conditions, keys));
    if (!conditions.isEmpty()) {
      all.stream().filter(RunOverview::broken).forEach(r -> terminal.errorLine(r.name() + ": " + r.status()));
      all.removeIf(RunOverview::broken);
    }
    if (sort != null) {
      all.sort(bySortKey(sort));
    } else if (reverse) {
      Collections.reverse(all);
    }
    if (!show.isEmpty()) {
      Table table = shown(all);
      format.print(terminal, table, table.objects());
    } else {
      format.print(terminal, format.text() ? forPeople(all) : forPrograms(all), objects(all));
    }
    return ExitCode.DONE.code();
  }

  /// Numbers, then texts, then runs without it, whichever way round.
  private Comparator<RunOverview> bySortKey(String key) {
    Comparator<Object> values =
        Comparator.<Object, Double>comparing(v -> v instanceof Number number ? number.doubleValue() : Double.NaN)
            .thenComparing(v -> v instanceof Number ? "" : v.toString());
    return Comparator.comparing(
        run -> number(run.asked().get(key)), Comparator.nullsLast(reverse ? values.reversed() : values));
  }

  /// Values of a config are texts that may be numbers.
  static @Nullable Object number(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return value;
    }
    try {
      return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
    } catch (NumberFormatException _) {
      return value;
    }
  }

  private Table shown(List<RunOverview> all) {
    List<String> header = new ArrayList<>(List.of("run", "status"));
    header.addAll(show);
    Table table = new Table(header);
    for (RunOverview run : all) {
      List<@Nullable Object> row = new ArrayList<>(List.of(run.name(), run.status()));
      show.forEach(key -> row.add(number(run.asked().get(key))));
      table.row(row);
    }
    return table;
  }

  private static Table forPeople(List<RunOverview> all) {
    Table table = new Table("run", "status", "epochs", "best", "test", "started (UTC)");
    for (RunOverview run : all) {
      String best = run.best() == null ? null : run.bestBy() + " " + LiveProgress.number(run.best());
      String test =
          run.test().entrySet().stream()
              .map(e -> e.getKey() + " " + LiveProgress.number(e.getValue()))
              .collect(Collectors.joining(", "));
      table.row(run.name(), run.status(), run.epochs(), best, test.isEmpty() ? null : test, run.started());
    }
    return table;
  }

  /// One column for each measure that a run has.
  private static Table forPrograms(List<RunOverview> all) {
    Set<String> measures = new LinkedHashSet<>();
    all.forEach(run -> measures.addAll(run.test().keySet()));
    List<String> header = new ArrayList<>(List.of("name", "status", "epochs", "best_by", "best"));
    measures.forEach(measure -> header.add("test." + measure));
    header.add("started");
    Table table = new Table(header);
    for (RunOverview run : all) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(run.name());
      row.add(run.status());
      row.add(run.epochs());
      row.add(run.bestBy());
      row.add(run.best());
      measures.forEach(measure -> row.add(run.test().get(measure)));
      row.add(run.started());
      table.row(row);
    }
    return table;
  }

  private static List<Map<String, @Nullable Object>> objects(List<RunOverview> all) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (RunOverview run : all) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("name", run.name());
      object.put("status", run.status());
      object.put("epochs", run.epochs());
      object.put("best_by", run.bestBy());
      object.put("best", run.best());
      object.put("test", run.test());
      object.put("started", run.started());
      objects.add(object);
    }
    return objects;
  }
}
