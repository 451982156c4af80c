package nnrun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import nnrun.config.Config;
import nnrun.config.ConfigException;
import nnrun.data.Augment;
import nnrun.data.Dataset;
import nnrun.run.SavedRun;
import nnrun.spec.Doc;
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
      "  nnrun eval runs/latest --augment 'rotate: 10' --augment 'rotate: 20' --augment 'cutout: 6'",
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

  @Option(
      names = "--augment",
      paramLabel = "CHANGE",
      description =
          "Also with the rows changed so, as augment takes it in a config, such as 'rotate: 20'; may be given several"
              + " times, a row each.")
  private @Nullable List<String> augment;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the noise or the changes; 0 by default.")
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
    List<Augment> changes = changes();
    SavedRun saved = run.open();
    try (SavedRun.Model model = run.load(saved)) {
      SplitOptions.Rows rows = data != null ? file(model, data) : split.of(saved, model);
      if (augment != null) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        results.add(measures(model, rows, rows.data(), "augment", "none"));
        for (int i = 0; i < changes.size(); i++) {
          Dataset changed = model.changed(rows.data(), changes.get(i), drawn());
          results.add(measures(model, rows, changed, "augment", augment.get(i)));
        }
        format.print(terminal, table(results), results);
      } else if (noise == null) {
        Map<String, @Nullable Object> result = measures(model, rows, rows.data(), "", null);
        format.print(terminal, table(List.of(result)), result);
      } else {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(noise))
            .distinct()
            .forEach(sd -> results.add(measures(model, rows, model.noisy(rows.data(), sd, drawn()), "noise", sd)));
        format.print(terminal, table(results), results);
      }
    }
    return ExitCode.DONE.code();
  }

  /// What `--augment` says.
  private record Changes(@Doc("how the rows are changed, each by itself") List<Augment> augment) {}

  private List<Augment> changes() throws ConfigException {
    List<Augment> changes = new ArrayList<>();
    for (String change : augment == null ? List.<String>of() : augment) {
      changes.addAll(Config.parse(Changes.class, "augment: [" + change + "]", "--augment").value().augment);
    }
    if (augment != null && changes.size() != augment.size()) {
      throw new UserError("--augment takes one change, such as 'rotate: 20'; give it again for another");
    }
    return changes;
  }

  private long drawn() {
    return seed == null ? 0 : seed;
  }

  private void checkNoise() {
    if (noise != null && augment != null) {
      throw new UserError("--noise and --augment are both given; keep one of them");
    }
    if (noise == null) {
      if (seed != null && augment == null) {
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

  /// @param disturbed the rows that are measured
  /// @param by the name of the disturbance, of which they have so much; empty where none was asked for
  private static Map<String, @Nullable Object> measures(
      SavedRun.Model model, SplitOptions.Rows rows, Dataset disturbed, String by, @Nullable Object much) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("data", rows.name());
    result.put("rows", rows.data().rows());
    result.put("epoch", model.epoch());
    if (!by.isEmpty()) {
      result.put(by, much);
    }
    result.putAll(model.evaluation().of(disturbed));
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
