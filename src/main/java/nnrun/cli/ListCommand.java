package nnrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.lint.Lint;
import nnrun.run.Catalogues;
import nnrun.spec.Catalogue;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the components that a config can name, with their parameters and defaults.",
      "KIND is activation, layer, loss, optimizer, schedule, penalty, metric, initializer, source or scaling; or lint,"
          + " for the rules of nnrun check."
    },
    footer = {"", "Examples:", "  nnrun list", "  nnrun list optimizers", "  nnrun explain adam"})
final class ListCommand implements Callable<Integer> {
  private static final String LINT_MARKDOWN =
      """
      # Lint

      What `nnrun check` and `nnrun train` warn of: allowed, and hardly meant. Rules from L101 on look at the rows, so only
      `train` has them. Warnings go to standard error and change nothing, unless `check --strict` makes them problems.

      A comment silences a rule: behind a setting, for its line; on a line of its own, for the whole config. A reason may
      follow.
      ```yaml
      # lint: ignore L003, all columns are centimetres
      schedule: {type: cosine, epochs: 5}     # lint: ignore L006
      ```

      | code | finds | why, and what to do |
      |---|---|---|
      """;

  private static final String MARKDOWN =
      """
      # The catalogue

      Every component that a config can name, as `nnrun list --markdown` prints it; `nnrun explain NAME` says more of each.
      A parameter stands with its default; one with a question mark may be left out; all others must be given.

      """;

  @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "Only components of this kind.")
  private @Nullable String kind;

  @Option(names = "--markdown", description = "Print Markdown, with the sources: docs/CATALOGUE.md.")
  private boolean markdown;

  private final Terminal terminal;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if ("lint".equals(kind)) {
      terminal.out(markdown ? lintMarkdown() : lint().text(terminal.columns()));
      return ExitCode.DONE.code();
    }
    Catalogues catalogues = new Catalogues();
    List<Catalogues.Kind> kinds =
        catalogues.kinds().stream().filter(each -> !catalogues.components(each).isEmpty()).toList();
    if (kind != null) {
      Catalogues.Kind wanted = catalogues.kind(kind);
      if (wanted == null) {
        throw unknown(kind, catalogues);
      }
      kinds = List.of(wanted);
    }
    terminal.out(
        kinds.stream()
            .map(each -> {
              List<Catalogue.Entry> own = catalogues.components(each);
              List<Catalogue.Entry> entries = own.isEmpty() ? each.catalogue().entries() : own; // of narrower kinds
              return markdown ? markdown(each, entries) : table(entries, each.name()).text(terminal.columns());
            })
            .collect(Collectors.joining("\n", markdown ? MARKDOWN : "", "")));
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
            + "; the kinds are "
            + String.join(", ", names));
  }

  private static Table table(List<Catalogue.Entry> entries, String kind) {
    Table table = new Table(kind, "formula", "parameters");
    entries.forEach(entry -> table.row(entry.name(), entry.formula(), parameters(entry)));
    return table;
  }

  private static Table lint() {
    Table table = new Table("lint", "finds");
    Lint.rulesByCode().forEach(rule -> table.row(rule.code(), rule.finds()));
    return table;
  }

  private static String lintMarkdown() {
    StringBuilder text = new StringBuilder(LINT_MARKDOWN);
    Lint.rulesByCode()
        .forEach(rule ->
            text.append("| ")
                .append(rule.code())
                .append(" | ")
                .append(rule.finds())
                .append(" | ")
                .append(rule.why())
                .append(" |\n"));
    return text.toString();
  }

  private static String markdown(Catalogues.Kind kind, List<Catalogue.Entry> entries) {
    String plural = Catalogues.plural(kind.name());
    StringBuilder text = new StringBuilder("## ");
    text.append(Character.toUpperCase(plural.charAt(0))).append(plural.substring(1)).append("\n");
    text.append("| name | formula | parameters | source |\n|---|---|---|---|\n");
    for (Catalogue.Entry entry : entries) {
      String derivative = entry.derivative().isEmpty() ? "" : "<br>" + code(entry.derivative());
      text.append("| ").append(entry.name());
      entry.aliases().forEach(alias -> text.append(", ").append(alias));
      text.append(" | ").append(code(entry.formula())).append(derivative);
      text.append(" | ").append(parameters(entry)).append(" | ").append(entry.source()).append(" |\n");
    }
    return text.toString();
  }

  private static String code(String formula) {
    return "`" + formula.replace("|", "\\|") + "`";
  }

  /// `units, bias true`; a parameter that may be left out has a question mark.
  private static String parameters(Catalogue.Entry entry) {
    return entry.parameters().stream().map(ListCommand::parameter).collect(Collectors.joining(", "));
  }

  private static String parameter(Parameter p) {
    return p.defaultText() != null ? p.name() + " " + p.defaultText() : p.nullable() ? p.name() + "?" : p.name();
  }
}
