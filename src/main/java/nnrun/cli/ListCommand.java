package nnrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.run.Catalogues;
import nnrun.spec.Catalogue;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the components that a config can name, with their parameters and defaults.",
      "KIND is activation, layer, loss, optimizer, schedule, regularization, metric, initializer, source or scaling."
    },
    footer = {"", "Examples:", "  nnrun list", "  nnrun list optimizers", "  nnrun explain adam"})
final class ListCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "Only components of this kind.")
  private @Nullable String kind;

  private final Terminal terminal;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Catalogues catalogues = new Catalogues();
    if (kind != null) {
      Catalogues.Kind wanted = catalogues.kind(kind);
      if (wanted == null) {
        throw unknown(kind, catalogues);
      }
      List<Catalogue.Entry> own = catalogues.components(wanted);
      terminal.out(table(own.isEmpty() ? wanted.catalogue().entries() : own, wanted.name()).text());
      return ExitCode.DONE.code();
    }
    String between = "";
    for (Catalogues.Kind each : catalogues.kinds()) {
      List<Catalogue.Entry> own = catalogues.components(each);
      if (!own.isEmpty()) { // else all belong to narrower kinds
        terminal.out(between + table(own, each.name()).text());
        between = "\n";
      }
    }
    return ExitCode.DONE.code();
  }

  private static UserError unknown(String kind, Catalogues catalogues) {
    List<String> names = catalogues.kinds().stream().map(Catalogues.Kind::name).toList();
    List<String> all = new ArrayList<>(names);
    names.forEach(name -> all.add(Catalogues.plural(name)));
    String nearest = Nearest.of(kind, all);
    return new UserError(
        kind
            + ": no such kind"
            + (nearest == null ? "" : "; did you mean " + nearest + "?")
            + " The kinds are "
            + String.join(", ", names));
  }

  private static Table table(List<Catalogue.Entry> entries, String kind) {
    Table table = new Table(kind, "formula", "parameters");
    entries.forEach(entry -> table.row(entry.name(), entry.formula(), parameters(entry)));
    return table;
  }

  /// `units, bias true`; a parameter that may be left out has a question mark.
  private static String parameters(Catalogue.Entry entry) {
    return entry.parameters().stream().map(ListCommand::parameter).collect(Collectors.joining(", "));
  }

  private static String parameter(Parameter p) {
    return p.defaultText() != null ? p.name() + " " + p.defaultText() : p.nullable() ? p.name() + "?" : p.name();
  }
}
