package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(boolean outIsTerminal, boolean errIsTerminal, Map<String, String> environment) {
    return new Terminal(InputStream.nullInputStream(), out, err, outIsTerminal, errIsTerminal, environment);
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @Test
  void resultsAndMessagesGoTheirOwnWays() {
    Terminal terminal = terminal(false, false, Map.of());
    terminal.outLine("η");
    terminal.errorLine("λ");
    assertThat(terminal.finish(0)).isZero();
    assertThat(out.toByteArray()).isEqualTo("η\n".getBytes(UTF_8));
    assertThat(err.toByteArray()).isEqualTo("λ\n".getBytes(UTF_8));
  }

  @Test
  void aLineChangesOnlyOnATerminalThatCan() {
    assertThat(terminal(true, true, Map.of("TERM", "xterm")).live()).isTrue();
    assertThat(terminal(true, true, Map.of("TERM", "dumb")).live()).isFalse();
    assertThat(terminal(true, false, Map.of("TERM", "xterm")).live()).isFalse();
  }

  @Test
  void coloursAreForTerminalsOfPeopleWhoWantThem() {
    assertThat(terminal(true, true, Map.of("TERM", "xterm")).colours()).isTrue();
    assertThat(terminal(true, true, Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isTrue();
    assertThat(terminal(true, true, Map.of("TERM", "xterm", "NO_COLOR", "1")).colours()).isFalse();
    assertThat(terminal(true, true, Map.of("TERM", "dumb")).colours()).isFalse();
    assertThat(terminal(false, true, Map.of("TERM", "xterm")).colours()).isFalse();
  }

  @Test
  void aMessageCannotControlTheTerminal() {
    terminal(false, true, Map.of()).errorLine("class \033[31mred\033[0m\r\ngone");
    assertThat(err.toString(UTF_8)).isEqualTo("class \ufffd[31mred\ufffd[0m\ufffd\ngone\n");
  }

  @Test
  void resultsThatAreLostMakeASuccessAFailure() {
    Terminal terminal = new Terminal(InputStream.nullInputStream(), new Full(), err, false, false, Map.of());
    terminal.outLine("result");
    assertThat(terminal.outIsOpen()).isTrue();
    terminal.flush();
    assertThat(terminal.outIsOpen()).isFalse();
    assertThat(terminal.finish(8)).as("the first failure is the one to tell").isEqualTo(8);
  }

  @Test
  void messagesThatNobodyTakesAreNoFailure() {
    Terminal terminal = new Terminal(InputStream.nullInputStream(), out, new Full(), false, false, Map.of());
    terminal.errorLine("note");
    terminal.outLine("result");
    assertThat(terminal.finish(0)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("result\n");
  }
}
