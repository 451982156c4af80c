package nnrun.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script that teaches bash or zsh to complete nnrun's commands and options.",
    footer = {
      "",
      "Examples:",
      "  source <(nnrun completion)                       (this shell)",
      "  nnrun completion > ~/.local/share/bash-completion/completions/nnrun"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private final Terminal terminal;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      terminal.out(AutoComplete.bash("nnrun", spec.root().commandLine()));
    }
    return ExitCode.DONE.code();
  }
}
