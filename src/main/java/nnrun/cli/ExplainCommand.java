package nnrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.run.Catalogues;
import nnrun.spec.Catalogue;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Explains a component: formula, parameters with defaults and ranges, source, and how a config names it.",
    footer = {"", "Examples:", "  nnrun explain dropout", "  nnrun explain schedule/step"})
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "As in a config; KIND/NAME where two kinds have a component of the name.")
  private String name = "";

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Catalogues catalogues = new Catalogues();
    List<Catalogues.Found> found = catalogues.find(name);
    if (found.isEmpty()) {
      throw unknown(catalogues);
    }
    terminal.out(found.stream().map(ExplainCommand::text).collect(Collectors.joining("\n")));
    return ExitCode.DONE.code();
  }

  private UserError unknown(Catalogues catalogues) {
    List<String> names = new ArrayList<>();
    for (Catalogues.Found component : catalogues.all()) {
      names.add(component.entry().name());
      names.addAll(component.entry().aliases());
      names.add(component.fullName());
    }
    String nearest = Nearest.of(name, names);
    Catalogues.Kind kind = catalogues.kind(name);
    String hint =
        kind != null
            ? " that is a kind of components; nnrun list " + name + " prints them"
            : (nearest == null ? "" : " did you mean " + nearest + "?") + " nnrun list prints all components";
    return new UserError(name + ": no such component;" + hint);
  }

  private static String text(Catalogues.Found found) {
    Catalogue.Entry entry = found.entry();
    StringBuilder text = new StringBuilder();
    text.append(entry.name()).append(" (").append(found.kind().name()).append(")\n");
    text.append("  ").append(entry.formula()).append("\n\n");
    text.append(wrapped(entry.doc()));
    if (!entry.parameters().isEmpty()) {
      Table table = new Table("parameter", "takes", "default", "meaning");
      entry.parameters().forEach(p -> table.row(p.name(), values(p), byDefault(p), p.doc()));
      text.append('\n').append(table.text());
    }
    List<String> examples = ConfigExample.texts(found);
    text.append("\nIn a config:\n").append(examples.getFirst().indent(2));
    if (examples.size() > 1) {
      text.append("or with everything that has a default:\n").append(examples.getLast().indent(2));
    }
    if (!entry.aliases().isEmpty()) {
      text.append("\nAlso called ").append(String.join(", ", entry.aliases())).append('\n');
    }
    if (!entry.source().isEmpty()) {
      text.append("\nSource: ").append(entry.source()).append('\n');
    }
    return text.toString();
  }

  private static String values(Parameter p) {
    return p.shape().words() + (p.range() == null ? "" : " in " + p.range());
  }

  private static String byDefault(Parameter p) {
    return p.defaultText() != null ? p.defaultText() : p.nullable() ? "(none)" : "(required)";
  }

  private static String wrapped(String prose) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : prose.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "" : " ").append(word);
      column += (column == 0 ? 0 : 1) + word.length();
    }
    return text.append('\n').toString();
  }
}
