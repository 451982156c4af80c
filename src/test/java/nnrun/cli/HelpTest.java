package nnrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  static Stream<String> commands() {
    ByteArrayOutputStream none = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(InputStream.nullInputStream(), none, none, false, false, Map.of());
    return new Main(terminal).commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItDoesAndShowsAnExample(String command) {
    Cli help = Cli.run("help", command);
    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: nnrun " + command).containsPattern("\nExamples?:\n  nnrun |\n  source ");
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(Cli.run(command, "--help")).isEqualTo(help);
    assertThat(Cli.run(command, "--version").out()).startsWith("nnrun ");
  }

  @Test
  void withoutACommandTheHelpIsPrinted() {
    assertThat(Cli.run()).isEqualTo(Cli.run("--help"));
    assertThat(Cli.run("--help")).as("made without the commands' options").isEqualTo(Cli.run("help"));
    assertThat(Cli.run("--help").out()).contains("gradcheck", "Exit codes:", "141 nobody read the output");
  }

  @Test
  void onATerminalHelpHasColoursUnlessTheyAreNotWanted() {
    assertThat(help(Map.of("TERM", "xterm"))).contains("\033[");
    assertThat(help(Map.of("TERM", "xterm", "NO_COLOR", "1"))).doesNotContain("\033[");
  }

  private static String help(Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Main(new Terminal(InputStream.nullInputStream(), out, out, true, true, environment)).execute("--help");
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theCompletionScriptKnowsEveryCommand() {
    Cli script = Cli.run("completion");
    assertThat(script.exit()).isZero();
    assertThat(commands()).allSatisfy(command -> assertThat(script.out()).contains("_picocli_nnrun_" + command));
  }
}
