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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Prints every problem of the configs, without loading data; exit code 2 if there is one.",
    footer = {"", "Examples:", "  nnrun check configs/*.yaml", "  nnrun check --format json configs/iris.yaml"})
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

  private final Terminal terminal;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    for (Path config : configs) {
      try {
        Experiments.read(config, options);
        if (format == Format.TEXT) {
          terminal.errorLine(config + ": ok");
        }
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (format == Format.JSON) {
      List<Object> list = new ArrayList<>();
      problems.forEach(p -> list.add(object(p)));
      terminal.outLine(Json.pretty(list).stripTrailing());
    } else {
      problems.forEach(p -> terminal.outLine(p.toString()));
    }
    return (problems.isEmpty() ? ExitCode.DONE : ExitCode.BAD_INPUT).code();
  }

  private static Map<String, @Nullable Object> object(Problem p) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("file", p.file());
    object.put("line", p.line());
    object.put("column", p.column());
    object.put("path", p.path());
    object.put("message", p.message());
    object.put("suggestion", p.suggestion());
    return object;
  }
}
