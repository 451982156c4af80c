package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/// Standard output for results and standard error for everything else, both in UTF-8 whatever the locale says. The
/// launcher tells which of them is a terminal.
final class Terminal {
  private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
  private final PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);

  /// Live lines and colours on standard error.
  boolean live() {
    return Boolean.getBoolean("nnrun.stderr.tty") && !"dumb".equals(System.getenv("TERM"));
  }

  boolean colours() {
    String no = System.getenv("NO_COLOR");
    return live() && (no == null || no.isEmpty());
  }

  /// A result.
  void out(String text) {
    out.print(text);
  }

  void outLine(String text) {
    out.print(text + "\n");
  }

  /// A message.
  void error(String text) {
    err.print(text);
    err.flush();
  }

  void errorLine(String text) {
    error(text + "\n");
  }

  /// For picocli.
  PrintStream outStream() {
    return out;
  }

  PrintStream errStream() {
    return err;
  }

  /// Everything printed has left the program.
  ///
  /// @throws IOException when it could not: a full disk, a closed pipe
  void finish() throws IOException {
    if (out.checkError()) {
      throw new IOException("standard output could not be written (a full disk, or a closed pipe)");
    }
  }
}
