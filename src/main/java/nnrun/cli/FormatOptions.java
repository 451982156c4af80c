package nnrun.cli;

import nnrun.config.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// In which form a table is printed.
final class FormatOptions {
  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  static final class Choice {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;
  }

  boolean text() {
    return !choice.json && !choice.csv;
  }

  /// @param json what to print as JSON
  void print(Terminal terminal, Table table, @Nullable Object json) {
    if (choice.json) {
      terminal.out(Json.pretty(json));
    } else {
      terminal.out(choice.csv ? table.csv() : table.text());
    }
  }
}
