package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import nnrun.report.TextIntervals;
import nnrun.run.DamagedFile;
import nnrun.run.Difference;
import nnrun.run.Disk;
import nnrun.run.LocalDisk;
import nnrun.run.Lookup;
import nnrun.run.RunFolder;
import nnrun.sweep.Comparison;
import nnrun.sweep.Comparison.Mark;
import nnrun.sweep.Comparison.Standing;
import nnrun.sweep.Sample;
import nnrun.sweep.TrialsTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Of a sweep: its points from the best to the worst, which of them cannot be told apart from the best, how much"
          + " each parameter matters, and the objective by each parameter.",
      "Of runs: a line each, with what differs between their configs and what they reached."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun compare sweeps/mnist-lr",
      "  nnrun compare sweeps/mnist-lr --csv > points.csv",
      "  nnrun compare runs/baseline runs/latest"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int PLOT_WIDTH = 72;
  private static final int BAR = 25;
  private static final int MOST_LINES = 30;
  private static final int ENOUGH = 5;

  @Parameters(
      arity = "1..*",
      paramLabel = "SWEEP | RUN",
      description = "One folder of a sweep, or folders of runs, or of many runs.")
  private List<Path> places = List.of();

  @Option(names = "--ranks", description = "Of a sweep: Wilcoxon's test of ranks in place of Student's t test.")
  private boolean ranks;

  @Option(names = "--all", description = "Of a sweep: every point, not the best " + MOST_LINES + ".")
  private boolean all;

  @Option(names = "--sort", paramLabel = "KEY", description = "Of runs: the smallest first.")
  private @Nullable String sort;

  @Mixin private FormatOptions format = new FormatOptions();

  private final Terminal terminal;

  CompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDisk disk = new LocalDisk();
    if (TrialsTable.isIn(disk, places.getFirst())) {
      if (places.size() > 1) {
        throw new UserError("sweeps are looked at one at a time; leave " + places.get(1) + " out");
      }
      sweep(Comparison.of(TrialsTable.read(disk, places.getFirst()), ranks));
    } else {
      runs(disk);
    }
    return ExitCode.DONE.code();
  }

  // A sweep.

  private void sweep(Comparison comparison) {
    if (!format.text()) {
      format.print(terminal, forPrograms(comparison), json(comparison));
      return;
    }
    TrialsTable table = comparison.table();
    StringBuilder text = new StringBuilder();
    text.append(table.objective()).append(table.maximize() ? ", more is better: " : ", less is better: ");
    text.append("mean ± standard deviation of the n trials of each point, and 95 % interval of the mean\n\n");
    text.append(forPeople(comparison).text(terminal.columns()));
    text.append('\n').append(legend(comparison));
    if (!table.finished().isEmpty()) {
      text.append('\n').append(importance(comparison));
      for (String path : table.paths()) {
        text.append(plot(comparison, path));
      }
    }
    terminal.out(text.toString());
  }

  private Table forPeople(Comparison comparison) {
    List<String> paths = comparison.table().paths();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(paths);
    header.addAll(List.of(comparison.table().objective(), "95 % interval", "n", "p"));
    Table table = new Table(header);
    List<Standing> standings = comparison.standings();
    for (Standing s : all ? standings : standings.subList(0, Math.min(MOST_LINES, standings.size()))) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(s.mark().sign());
      paths.forEach(path -> row.add(s.values().getOrDefault(path, "")));
      Sample sample = s.sample();
      double half = sample.halfWidth(Comparison.LEVEL);
      String sd = Double.isNaN(sample.sd()) ? "" : " ± " + LiveProgress.number(sample.sd());
      row.add(sample.n() == 0 ? s.status() : LiveProgress.number(sample.mean()) + sd);
      row.add(
          Double.isNaN(half)
              ? ""
              : LiveProgress.number(sample.mean() - half) + " to " + LiveProgress.number(sample.mean() + half));
      row.add(sample.n() == s.trials() ? Integer.toString(s.trials()) : sample.n() + " of " + s.trials());
      row.add(s.p() == null ? "" : probability(s.p()));
      table.row(row);
    }
    return table;
  }

  private static String probability(double p) {
    return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  /// What the marks mean, as far as there are such.
  private String legend(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    List<Mark> marks = comparison.standings().stream().map(Standing::mark).distinct().toList();
    String test =
        ranks
            ? "Wilcoxon's signed-rank test"
            : comparison.corrected() ? "Nadeau and Bengio's t test for overlapping folds" : "paired t test";
    line(text, marks, Mark.BEST, "the best mean");
    line(
        text,
        marks,
        Mark.TIED,
        "not told apart from the best, so it may be as good: "
            + test
            + " over the same seeds, p > 0.05"
            + few(comparison));
    line(text, marks, Mark.WORSE, "worse than the best, p <= 0.05");
    line(text, marks, Mark.UNKNOWN, "no test is possible with fewer than two seeds in common; sweep with more seeds");
    line(text, marks, Mark.NONE, "no trial of it is finished; why, is in trials.csv");
    if (comparison.comparisons() > 0) {
      text.append("p: chance of such a difference, or a larger one, between equals; corrected for ")
          .append(comparison.comparisons())
          .append(comparison.comparisons() == 1 ? " comparison" : " comparisons (Holm)")
          .append('\n');
    }
    if (!all && comparison.standings().size() > MOST_LINES) {
      text.append("further ").append(comparison.standings().size() - MOST_LINES).append(" points: --all\n");
    }
    long unfinished = comparison.table().unfinished();
    if (unfinished > 0) {
      text.append("not at an end: ").append(unfinished).append(" of ").append(comparison.table().rows().size());
      text.append(" trials\n");
    }
    return text.toString();
  }

  /// With three seeds a test finds only what hardly varies.
  private static String few(Comparison comparison) {
    int n = comparison.standings().getFirst().sample().n();
    return n < ENOUGH ? "\n   (" + n + " trials a point tell little apart; sweep with more seeds)" : "";
  }

  private static void line(StringBuilder text, List<Mark> marks, Mark mark, String meaning) {
    if (marks.contains(mark)) {
      text.append(mark.sign().isEmpty() ? "no mark" : mark.sign()).append(": ").append(meaning).append('\n');
    }
  }

  private static String importance(Comparison comparison) {
    Table table = new Table("what the differences go with", "share", "");
    comparison.importance().shares().forEach((path, share) -> table.row(path, percent(share), bar(share)));
    if (comparison.importance().shares().size() > 1) {
      double share = comparison.importance().interaction();
      table.row("values together, beyond what each does alone", percent(share), bar(share));
    }
    double chance = comparison.importance().chance();
    table.row("seeds and folds: chance", percent(chance), bar(chance));
    return table.text();
  }

  private static String percent(double share) {
    String text = String.format(Locale.ROOT, "%.0f %%", 100 * share);
    return " ".repeat(5 - text.length()) + text;
  }

  private static String bar(double share) {
    return "#".repeat((int) Math.round(BAR * Math.min(1, share)));
  }

  private String plot(Comparison comparison, String path) {
    List<TextIntervals.Line> lines = new ArrayList<>();
    comparison
        .by(path)
        .forEach((value, sample) -> {
          String label = value.isEmpty() ? "(not varied)" : value;
          lines.add(new TextIntervals.Line(label, sample.mean(), sample.halfWidth(Comparison.LEVEL)));
        });
    if (lines.size() < 2) {
      return "";
    }
    String title =
        comparison.table().objective() + " by " + path + ": mean and its 95 % interval over all trials with it";
    return "\n" + title + "\n" + TextIntervals.of(lines, Math.min(PLOT_WIDTH, terminal.columns()));
  }

  private static Table forPrograms(Comparison comparison) {
    List<String> paths = comparison.table().paths();
    List<String> header = new ArrayList<>(List.of("point"));
    header.addAll(paths);
    header.addAll(List.of("mean", "sd", "low", "high", "n", "trials", "p", "mark"));
    Table table = new Table(header);
    for (Standing s : comparison.standings()) {
      List<@Nullable Object> row = new ArrayList<>(List.of(s.point()));
      paths.forEach(path -> row.add(s.values().getOrDefault(path, "")));
      double half = s.sample().halfWidth(Comparison.LEVEL);
      row.add(known(s.sample().mean()));
      row.add(known(s.sample().sd()));
      row.add(known(s.sample().mean() - half));
      row.add(known(s.sample().mean() + half));
      row.add(s.sample().n());
      row.add(s.trials());
      row.add(s.p());
      row.add(s.mark().toString());
      table.row(row);
    }
    return table;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  private static Map<String, @Nullable Object> json(Comparison comparison) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("objective", comparison.table().objective());
    json.put("better", comparison.table().maximize() ? "more" : "less");
    json.put("points", forPrograms(comparison).objects());
    Map<String, @Nullable Object> importance = new LinkedHashMap<>();
    importance.put("parameters", comparison.importance().shares());
    importance.put("interaction", comparison.importance().interaction());
    importance.put("chance", comparison.importance().chance());
    json.put("importance", importance);
    return json;
  }

  // Runs.

  private void runs(Disk disk) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (RunFolder.Listed listed : RunFolder.find(disk, places)) {
      try {
        if (listed.broken() == null) {
          rows.add(row(Lookup.of(disk, listed.folder())));
        } else if (places.contains(listed.folder())) {
          throw new UserError(listed.folder() + ": " + listed.broken());
        } else {
          terminal.errorLine(listed.folder() + ": " + listed.broken());
        }
      } catch (DamagedFile e) {
        terminal.errorLine(String.valueOf(e.getMessage()));
      }
    }
    if (rows.isEmpty()) {
      throw new UserError("there is no run to compare");
    }
    if (sort != null) {
      String key = sort;
      if (rows.stream().noneMatch(row -> row.get(key) instanceof Number)) {
        throw new UserError(
            "no run has a number called " + key + "; there are " + String.join(", ", rows.getFirst().keySet()));
      }
      rows.sort(
          Comparator.comparing(
              row -> row.get(key) instanceof Number number ? (Double) number.doubleValue() : null,
              Comparator.nullsLast(Comparator.naturalOrder())));
    }
    Table table = table(rows);
    format.print(terminal, table, table.objects());
    if (format.text()) {
      terminal.errorLine("columns of the config are those that differ; --csv and --json have all measures");
    }
  }

  private static Map<String, @Nullable Object> row(Lookup run) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("run", String.valueOf(run.results().path()));
    Difference.deciding(run).forEach((path, value) -> row.put(path, RunsCommand.number(value)));
    Difference.measures(run).forEach(row::put);
    return row;
  }

  /// The config's columns that are not the same in all rows, and measures that some row has.
  private Table table(List<Map<String, @Nullable Object>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    columns.removeIf(column -> !column.equals("run") && !isShown(column, rows));
    Table table = new Table(List.copyOf(columns));
    for (Map<String, @Nullable Object> row : rows) {
      List<@Nullable Object> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(row.get(column)));
      table.row(cells);
    }
    return table;
  }

  private boolean isShown(String column, List<Map<String, @Nullable Object>> rows) {
    boolean measure = column.matches("(final|best|test)\\..*|status|epochs|best_epoch");
    if (measure && (!format.text() || column.equals(sort))) {
      return true;
    }
    if (measure) {
      return column.matches("best_epoch|final\\.val\\..*|test\\..*|final\\.train\\.loss");
    }
    return rows.stream().anyMatch(row -> !Objects.equals(row.get(column), rows.getFirst().get(column)));
  }
}
