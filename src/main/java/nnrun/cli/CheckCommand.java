package nnrun.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import nnrun.config.ConfigException;
import nnrun.config.Json;
import nnrun.config.Problem;
import nnrun.run.Experiments;
import nnrun.run.Warning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Prints every problem of the configs, without loading data; exit code 2 if there is one.",
      "On standard error it warns of what is allowed and hardly meant; nnrun list lint prints the rules. The comment"
          + " '# lint: ignore L003' behind a setting silences one there, on a line of its own in the whole config."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun check configs/*.yaml",
      "  nnrun check --strict --format json configs/iris.yaml"
    })
final class CheckCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON
  }

  @Parameters(arity = "1..*", paramLabel = "CONFIG", description = "The experiments' YAML files.")
  private List<Path> configs = new ArrayList<>();

  @Option(names = "-o", paramLabel = "key=value", description = "Change a value of the configs first.")
  private List<String> options = new ArrayList<>();

  @Option(names = "--format", paramLabel = "F", description = "text or json.")
  private Format format = Format.TEXT;

  @Option(names = "--strict", description = "Warnings count as problems: exit code 2 if there is one.")
  private boolean strict;

  private final Terminal terminal;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    List<Object> objects = new ArrayList<>();
    int warned = 0;
    for (Path config : configs) {
      try {
        List<Warning> warnings = Warning.of(Experiments.read(config, options));
        warned += warnings.size();
        warnings.forEach(warning -> objects.add(object("warning", warning.code(), warning.problem())));
        if (format == Format.TEXT) {
          warnings.forEach(warning -> terminal.errorLine(warning.toString()));
          terminal.errorLine(config + ": ok" + count(warnings.size()));
        }
      } catch (ConfigException e) {
        problems.addAll(e.problems());
        e.problems().forEach(problem -> objects.add(object("error", null, problem)));
      }
    }
    if (format == Format.JSON) {
      terminal.outLine(Json.pretty(objects).stripTrailing());
    } else {
      problems.forEach(p -> terminal.outLine(p.toString()));
    }
    boolean fine = problems.isEmpty() && !(strict && warned > 0);
    return (fine ? ExitCode.DONE : ExitCode.BAD_INPUT).code();
  }

  private static String count(int warnings) {
    return warnings == 0 ? "" : ", with " + warnings + (warnings == 1 ? " warning" : " warnings");
  }

  private static Map<String, @Nullable Object> object(String severity, @Nullable String code, Problem p) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("severity", severity);
    object.put("code", code);
    object.put("file", p.file());
    object.put("line", p.line());
    object.put("column", p.column());
    object.put("path", p.path());
    object.put("message", p.message());
    object.put("suggestion", p.suggestion());
    return object;
  }
}
