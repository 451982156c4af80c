package nnrun.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.config.Json;
import nnrun.data.DataFiles;
import nnrun.data.Targets;
import nnrun.run.Description;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    description =
        "Prints the layers of a config's network with what they cost, the memory training takes, and the data.",
    footer = {
      "",
      "Examples:",
      "  nnrun describe configs/quickstart.yaml",
      "  nnrun describe configs/quickstart.yaml -o model.0.units=512 --json"
    })
final class DescribeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Terminal terminal;

  DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Description d = Description.of(config.read(), new DataFiles(config.dataPlaces()));
    terminal.out(json ? Json.pretty(object(d)) : text(d));
    return ExitCode.DONE.code();
  }

  static String text(Description d) {
    StringBuilder text = new StringBuilder();
    text.append(d.name()).append(", ").append(d.precision()).append("\n\n");
    Table layers = new Table("layer", "kind", "output", "parameters", "FLOPs");
    if (d.surface().isEmpty()) {
      layers.row("input", "", String.join(" x ", d.inputShape().stream().map(String::valueOf).toList()), 0L, 0L);
    }
    d.layers().forEach(l -> layers.row(l.name(), l.kind(), l.shape(), l.parameters(), l.flops()));
    layers.row("total", "", "", d.parameters(), d.flops());
    text.append(layers.text());
    text.append("FLOPs are those of a forward pass, a sample; training takes about three times as many.\n");
    d.layers().stream()
        .filter(l -> l.flops() == null)
        .forEach(l -> text.append(l.name()).append(" is computed together with the loss.\n"));
    text.append('\n');
    if (!d.surface().isEmpty()) {
      d.surface().forEach((what, line) -> text.append(String.format(Locale.ROOT, "%-10s%s\n", what, line)));
      text.append(String.format(Locale.ROOT, "steps     %,d an epoch\n", d.batchesPerEpoch()));
      text.append("saved     ").append(d.checkpoints()).append('\n');
      return text.toString();
    }
    text.append("memory    ").append(bytes(d.trainingBytes())).append(" for training, ");
    text.append(bytes(d.dataBytes())).append(" for the rows\n");
    text.append(
        String.format(Locale.ROOT, "batches   %,d an epoch, of %,d rows\n", d.batchesPerEpoch(), d.batchRows()));
    text.append("saved     ").append(d.checkpoints()).append('\n');
    text.append(
        d.rows().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ", "rows      ", "\n")));
    text.append(String.format(Locale.ROOT, "features  %,d\n", d.features()));
    text.append("target    ").append(target(d)).append('\n');
    if (!d.classes().isEmpty()) {
      List<String> header = new ArrayList<>(List.of("class"));
      header.addAll(d.rows().keySet());
      Table classes = new Table(header);
      d.classes()
          .forEach((name, counts) -> {
            List<Object> row = new ArrayList<>(List.of(name));
            row.addAll(counts);
            classes.row(row);
          });
      text.append('\n').append(classes.text());
    }
    return text.toString();
  }

  private static String target(Description d) {
    Targets targets = d.targets();
    return Printable.lines(
        switch (targets.kind()) {
          case CLASSES -> String.join(", ", targets.columns()) + ", one of " + targets.width() + " classes";
          case NUMBERS -> String.join(", ", targets.columns()) + (targets.width() == 1 ? ", a number" : ", numbers");
          case INPUT -> "the input itself";
        });
  }

  private static String bytes(long bytes) {
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double size = bytes / 1024.0;
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }

  private static Map<String, @Nullable Object> object(Description d) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", d.name());
    object.put("precision", d.precision());
    object.put("input_shape", d.inputShape());
    List<Object> layers = new ArrayList<>();
    for (Description.LayerLine line : d.layers()) {
      Map<String, @Nullable Object> layer = new LinkedHashMap<>();
      layer.put("name", line.name());
      layer.put("kind", line.kind());
      layer.put("output", line.shape());
      layer.put("parameters", line.parameters());
      layer.put("flops", line.flops());
      layers.add(layer);
    }
    object.put("layers", layers);
    object.put("parameters", d.parameters());
    object.put("flops", d.flops());
    object.put("training_bytes", d.trainingBytes());
    object.put("data_bytes", d.dataBytes());
    object.put("batch_rows", d.batchRows());
    object.put("batches_per_epoch", d.batchesPerEpoch());
    object.put("epochs_between_checkpoints", d.checkpoints().everyEpochs());
    object.put("rows", d.rows());
    object.put("features", d.features());
    object.put("target", d.targets().columns());
    object.put("target_kind", d.targets().kind());
    Map<String, Object> classes = new LinkedHashMap<>();
    d.classes()
        .forEach((name, counts) -> {
          Map<String, Object> bySplit = new LinkedHashMap<>();
          List<String> splits = List.copyOf(d.rows().keySet());
          for (int i = 0; i < splits.size(); i++) {
            bySplit.put(splits.get(i), counts.get(i));
          }
          classes.put(name, bySplit);
        });
    object.put("classes", classes);
    if (!d.surface().isEmpty()) {
      object.put("surface", d.surface());
    }
    return object;
  }
}
