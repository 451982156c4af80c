package nnrun.cli;

import java.util.concurrent.Callable;
import nnrun.config.Schema;
import nnrun.run.Experiment;
import picocli.CommandLine.Command;

@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a JSON Schema (draft-07) of configs, with which editors complete and check while one types.",
      "It knows keys, types, ranges and names; nnrun check knows what is wrong between them as well."
    },
    footer = {
      "",
      "Examples:",
      "  nnrun schema > nnrun.schema.json",
      "and as the first line of a config beside it:",
      "  # yaml-language-server: $schema=nnrun.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out(Schema.json(Experiment.class, "Config of an nnrun experiment"));
    return ExitCode.DONE.code();
  }
}
