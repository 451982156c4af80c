package nnrun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.data.DataFiles;
import nnrun.data.Dataset;
import nnrun.data.Prepared;
import nnrun.run.SavedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Prints loss and metrics of a trained network on one split of its data, or on other data.",
    footer = {
      "",
      "Examples:",
      "  nnrun eval runs/latest",
      "  nnrun eval runs/latest --split val --best",
      "  nnrun eval runs/latest --data new-flowers.csv",
      "  nnrun eval runs/latest --json | jq .accuracy"
    })
final class EvalCommand implements Callable<Integer> {
  private enum Split {
    TRAIN,
    VAL,
    TEST
  }

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private FormatOptions format = new FormatOptions();

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "train, val or test; by default test, or val if there is none.")
  private @Nullable Split split;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Instead of a split: rows with their targets, as CSV by the rules of the run's own data; - is stdin.")
  private @Nullable String data;

  @Option(names = "--data-dir", paramLabel = "D", description = "Search the run's data files there first.")
  private java.nio.file.@Nullable Path dataDir;

  private final Terminal terminal;

  EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Rows and what they are called.
  private record Rows(String name, Dataset data) {}

  @Override
  public Integer call() throws Exception {
    if (split != null && data != null) {
      throw new UserError("--split and --data are both given; keep one of them");
    }
    SavedRun saved = run.open();
    try (SavedRun.Model model = run.load(saved)) {
      Rows rows = data != null ? file(model, data) : split(model.prepare(new DataFiles(saved.dataPlaces(dataDir))));
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("data", rows.name);
      result.put("rows", rows.data.rows());
      result.put("epoch", model.epoch());
      result.putAll(model.evaluation().of(rows.data));
      Table table = new Table(List.copyOf(result.keySet()));
      table.row(new ArrayList<>(result.values()));
      format.print(terminal, table, result);
    }
    return ExitCode.DONE.code();
  }

  private Rows file(SavedRun.Model model, String file) throws Exception {
    return new Rows(
        Input.name(file),
        model.preprocessing().transform(model.read(Input.again(file, terminal)), model.network().engine()));
  }

  private Rows split(Prepared prepared) {
    Split wanted = split != null ? split : prepared.test().isEmpty() ? Split.VAL : Split.TEST;
    Dataset rows =
        switch (wanted) {
          case TRAIN -> prepared.train();
          case VAL -> prepared.val();
          case TEST -> prepared.test();
        };
    if (rows.isEmpty()) {
      throw new UserError(
          split == null
              ? run.run + ": the run kept no rows for val or test; evaluate --split train, or another file with --data"
              : run.run + ": the run has no rows in the split " + name(wanted) + "; it has " + filled(prepared));
    }
    return new Rows(name(wanted), rows);
  }

  private static String filled(Prepared prepared) {
    List<String> filled = new ArrayList<>(List.of("train"));
    if (!prepared.val().isEmpty()) {
      filled.add("val");
    }
    if (!prepared.test().isEmpty()) {
      filled.add("test");
    }
    return String.join(", ", filled);
  }

  private static String name(Split split) {
    return nnrun.spec.Names.of(split);
  }
}
