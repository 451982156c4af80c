package nnrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import nnrun.config.Config;
import nnrun.config.Json;
import nnrun.config.Origin;
import nnrun.run.Experiment;
import nnrun.spec.Nearest;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Prints where a value of a config comes from: its line, a file it extends, -o, or the default; and what it"
          + " hides.",
      "Without a key: every value that is not the default."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun why configs/quickstart.yaml optimizer.lr",
      "  nnrun why configs/quickstart.yaml model.dense_1 -o model.0.units=64",
      "  nnrun why configs/quickstart.yaml"
    })
final class WhyCommand implements Callable<Integer> {
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KEY",
      description = "As -o writes it: optimizer.lr, model.0.units, model.logits, train.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Terminal terminal;

  WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Config<Experiment> read = config.read();
    List<Origin> origins = key == null ? read.origins().stream().filter(Origin::changed).toList() : read.origins(key);
    if (key != null && origins.isEmpty()) {
      throw unknown(key, read.origins());
    }
    if (json) {
      terminal.out(Json.pretty(origins));
    } else {
      boolean one = key != null && origins.size() == 1;
      terminal.out(one ? Printable.lines(text(origins.getFirst())) : table(origins).text(terminal.columns()));
    }
    return ExitCode.DONE.code();
  }

  private static UserError unknown(String key, List<Origin> all) {
    Stream<String> paths = all.stream().map(Origin::path);
    List<String> known = new ArrayList<>(paths.flatMap(WhyCommand::withParents).distinct().toList());
    String nearest = Nearest.of(key, known);
    return new UserError(key + ": no value stands there" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
  }

  /// `optimizer.lr` and `optimizer`.
  private static Stream<String> withParents(String path) {
    Stream.Builder<String> all = Stream.builder();
    for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      all.add(path.substring(0, end));
    }
    return all.build();
  }

  private static String text(Origin origin) {
    StringBuilder text = new StringBuilder(origin.path());
    text.append(origin.value() == null ? " is not set" : " = " + origin.value()).append('\n');
    if (origin.from() != null) {
      text.append(origin.from()).append(":\n").append(origin.from().excerpt()).append('\n');
    } else if (origin.value() != null) {
      text.append(source(origin)).append('\n');
    }
    for (Origin.Place hidden : origin.hidden()) {
      text.append("hides ").append(hidden.value()).append(" of ").append(hidden).append(":\n");
      text.append(hidden.excerpt()).append('\n');
    }
    if (origin.from() != null && origin.byDefault() != null) {
      text.append("hides the default, ").append(origin.byDefault()).append('\n');
    }
    return text.toString();
  }

  private static String source(Origin origin) {
    if (origin.from() != null) {
      return origin.from().toString();
    }
    return origin.value() == null ? "" : origin.isDefault() ? "the default" : "follows from the rest";
  }

  private static Table table(List<Origin> origins) {
    Table table = new Table("key", "value", "from", "default", "hides");
    for (Origin o : origins) {
      String hides = String.join(", ", o.hidden().stream().map(h -> h.value() + " of " + h).toList());
      table.row(o.path(), o.value() == null ? "(not set)" : o.value(), source(o), o.byDefault(), hides);
    }
    return table;
  }
}
