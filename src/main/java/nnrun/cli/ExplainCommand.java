package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nnrun.config.Rules;
import nnrun.lint.Lint;
import nnrun.report.LineChart;
import nnrun.report.TextPlot;
import nnrun.report.TrajectoryPlot;
import nnrun.run.Catalogues;
import nnrun.run.Curves;
import nnrun.run.LocalDisk;
import nnrun.spec.Catalogue;
import nnrun.spec.Nearest;
import nnrun.spec.Parameter;
import nnrun.spec.Rule;
import nnrun.surface.Surface;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Explains a component: formula, when to use it and when not, source, parameters with defaults and ranges, how a"
            + " config names it; of an activation or a schedule a plot.",
    footer = {
      "",
      "Examples:",
      "  nnrun explain dropout",
      "  nnrun explain schedule/step",
      "  nnrun explain gelu --svg gelu.svg"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final int PLOT_WIDTH = 76;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "As in a config; KIND/NAME where two kinds have a component of the name.")
  private String name = "";

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Write the plot of an activation, a schedule or a surface to this file as well.")
  private @Nullable Path svg;

  @Override
  public Integer call() {
    Lint.About rule = Lint.find(name);
    if (rule != null && svg == null) {
      int width = Math.min(WIDTH, terminal.columns());
      terminal.out(rule.code() + " (lint)\n" + Words.indented("  ", rule.finds(), width) + "\n");
      terminal.out(Words.indented("", rule.why(), width));
      return ExitCode.DONE.code();
    }
    Catalogues catalogues = new Catalogues();
    List<Catalogues.Found> found = catalogues.find(name);
    if (found.isEmpty()) {
      throw unknown(catalogues);
    }
    Map<String, Curves> curves = new LinkedHashMap<>();
    for (Catalogues.Found each : found) {
      Curves drawn = Curves.of(each, ConfigExample.brief(each.entry()));
      if (drawn != null) {
        curves.put(each.fullName(), drawn);
      }
    }
    Catalogues.Found first = found.getFirst();
    Surface surface = Curves.surface(first, ConfigExample.brief(first.entry()));
    boolean plane = surface != null && surface.takes(2);
    if (svg != null && curves.isEmpty() && !plane) {
      throw new UserError(name + " has no plot; activations, schedules and surfaces have one");
    }
    terminal.out(found.stream().map(each -> text(each, curves.get(each.fullName()))).collect(Collectors.joining("\n")));
    if (svg != null) {
      // No activation is called as a schedule is, unless both are said.
      String picture = surface != null && plane ? picture(surface) : picture(curves.values().iterator().next());
      new LocalDisk().replace(svg, picture.getBytes(UTF_8));
      terminal.errorLine("wrote " + svg);
    }
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

  private String text(Catalogues.Found found, @Nullable Curves curves) {
    Catalogue.Entry entry = found.entry();
    int width = Math.min(WIDTH, terminal.columns());
    StringBuilder text = new StringBuilder();
    text.append(entry.name()).append(" (").append(found.kind().name()).append(")\n");
    text.append(Words.indented("  ", entry.formula(), width));
    if (!entry.derivative().isEmpty()) {
      text.append(Words.indented("  ", entry.derivative(), width));
    }
    text.append('\n').append(Words.indented("", entry.doc(), width));
    text.append(Words.indented("Use:    ", entry.use(), width));
    text.append(Words.indented("Not:    ", entry.avoid(), width));
    text.append(Words.indented("Source: ", entry.source(), width));
    if (!entry.aliases().isEmpty()) {
      text.append(Words.indented("Also:   ", String.join(", ", entry.aliases()), width));
    }
    if (curves != null) {
      text.append('\n').append(plot(curves, Math.min(PLOT_WIDTH, width)));
    }
    if (!entry.parameters().isEmpty()) {
      Table table = new Table("parameter", "takes", "default", "meaning");
      entry.parameters().forEach(p -> table.row(p.name(), values(p), byDefault(p), p.doc()));
      text.append('\n').append(table.text(terminal.columns()));
    }
    for (Rule rule : Rules.around(entry.type())) {
      if (rule.at().isEmpty()) { // of a list that is empty the table tells enough
        text.append(Words.indented("Rule:   ", rule.says(), width));
      }
    }
    List<String> examples = ConfigExample.texts(found);
    text.append("\nIn a config:\n").append(examples.getFirst().indent(2));
    if (examples.size() > 1) {
      text.append("or with everything that has a default:\n").append(examples.getLast().indent(2));
    }
    return text.toString();
  }

  /// Two curves stand side by side.
  private static String plot(Curves curves, int width) {
    int each = curves.y().size() == 1 ? width : (width - 2) / 2;
    List<List<String>> pictures = new ArrayList<>();
    curves.y().forEach((name, y) -> pictures.add(TextPlot.of(name, curves.x(), y, each).lines().toList()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pictures.getFirst().size(); i++) {
      String line = "";
      for (int p = 0; p < pictures.size(); p++) {
        line += " ".repeat(Math.max(0, p * (each + 2) - Words.length(line))) + pictures.get(p).get(i);
      }
      text.append(line.stripTrailing()).append('\n');
    }
    return text.append(curves.note().isEmpty() ? "" : "(" + curves.note() + ")\n").toString();
  }

  private String picture(Surface surface) {
    List<Double> start = surface.start();
    return TrajectoryPlot.surface(
        name, (x, y) -> surface.value(new double[] {x, y}), start.get(0), start.get(1), surface.minima(2));
  }

  private String picture(Curves curves) {
    LineChart chart = new LineChart(name, curves.xLabel()).note(curves.note());
    LineChart.Color color = LineChart.Color.BLUE;
    for (Map.Entry<String, double[]> y : curves.y().entrySet()) {
      chart.line(y.getKey(), color, curves.x(), y.getValue());
      color = LineChart.Color.ORANGE;
    }
    return chart.svg();
  }

  private static String values(Parameter p) {
    return p.shape().words() + (p.range() == null ? "" : " in " + p.range());
  }

  private static String byDefault(Parameter p) {
    return p.defaultText() != null ? p.defaultText() : p.nullable() ? "(none)" : "(required)";
  }
}
