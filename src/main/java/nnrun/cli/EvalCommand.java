package nnrun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import nnrun.run.SavedRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = {
      "Prints loss and metrics of a trained network on one split of its data, or on other data; by default on the test"
          + " rows, or the validation rows if there are none."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun eval runs/latest",
      "  nnrun eval runs/latest --split val --best",
      "  nnrun eval runs/latest --data new-flowers.csv",
      "  nnrun eval runs/latest --noise 0.1,0.2,0.5",
      "  nnrun eval runs/latest --json | jq .accuracy"
    })
final class EvalCommand implements Callable<Integer> {
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private FormatOptions format = new FormatOptions();

  @Mixin private SplitOptions split = new SplitOptions();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Instead of a split: rows with their targets, as CSV by the rules of the run's own data; - is stdin.")
  private @Nullable String data;

  @Option(
      names = "--noise",
      paramLabel = "SD",
      split = ",",
      description = "Also with normal noise of these standard deviations on the scaled inputs, a row each.")
  private double @Nullable [] noise;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise; 0 by default.")
  private @Nullable Long seed;

  private final Terminal terminal;

  EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (data != null) {
      split.refuseBeside("--data");
    }
    checkNoise();
    SavedRun saved = run.open();
    try (SavedRun.Model model = run.load(saved)) {
      SplitOptions.Rows rows = data != null ? file(model, data) : split.of(saved, model);
      if (noise == null) {
        Map<String, @Nullable Object> result = measures(model, rows, null);
        format.print(terminal, table(List.of(result)), result);
      } else {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(noise))
            .distinct()
            .forEach(sd -> results.add(measures(model, rows, sd)));
        format.print(terminal, table(results), results);
      }
    }
    return ExitCode.DONE.code();
  }

  private void checkNoise() {
    if (noise == null) {
      if (seed != null) {
        throw new UserError("--seed " + seed + ": nothing is drawn at random; give --noise as well, or leave it out");
      }
      return;
    }
    for (double sd : noise) {
      if (!(sd >= 0 && sd < Double.POSITIVE_INFINITY)) {
        throw new UserError("--noise " + sd + ": a standard deviation is 0 or more, as in --noise 0.1,0.2");
      }
    }
  }

  /// @param sd of the noise on the inputs; null where none was asked for
  private Map<String, @Nullable Object> measures(SavedRun.Model model, SplitOptions.Rows rows, @Nullable Double sd) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("data", rows.name());
    result.put("rows", rows.data().rows());
    result.put("epoch", model.epoch());
    if (sd != null) {
      result.put("noise", sd);
    }
    long drawn = seed == null ? 0 : seed;
    result.putAll(model.evaluation().of(sd == null ? rows.data() : model.noisy(rows.data(), sd, drawn)));
    return result;
  }

  private static Table table(List<Map<String, @Nullable Object>> results) {
    Table table = new Table(List.copyOf(results.getFirst().keySet()));
    results.forEach(result -> table.row(new ArrayList<>(result.values())));
    return table;
  }

  private SplitOptions.Rows file(SavedRun.Model model, String file) throws Exception {
    return new SplitOptions.Rows(
        Input.name(file),
        model.preprocessing().transform(model.read(Input.again(file, terminal)), model.network().engine()));
  }
}
