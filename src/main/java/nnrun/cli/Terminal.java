package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import nnrun.spec.Printable;
import org.jspecify.annotations.Nullable;

/// Standard output for results and standard error for everything else, both in UTF-8 whatever the locale says.
///
/// Nothing here throws: a stream that cannot be written any more is passed over, so that no closed pipe ends a
/// training. Whether all results left the program is asked at the end, or on the way by who has many.
final class Terminal {
  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final Map<String, String> environment;
  private @Nullable IOException failure;

  /// @param outIsTerminal whether somebody looks at `out`
  /// @param errIsTerminal whether somebody looks at `err`
  Terminal(
      InputStream in,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Map<String, String> environment) {
    this.in = in;
    this.out = new BufferedOutputStream(out, 1 << 13);
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.environment = environment;
  }

  /// The streams of the process; the launcher tells which of them is a terminal.
  static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Boolean.getBoolean("nnrun.stdout.tty"),
        Boolean.getBoolean("nnrun.stderr.tty"),
        System.getenv());
  }

  private boolean dumb() {
    return "dumb".equals(environment.get("TERM"));
  }

  /// Whether a line on standard error may change.
  boolean live() {
    return errIsTerminal && !dumb();
  }

  /// Whether results are looked at rather than read by a program.
  boolean outIsTerminal() {
    return outIsTerminal;
  }

  /// Colours in results, which are help texts only.
  boolean colours() {
    return outIsTerminal && !dumb() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// Characters in a line of results; more than any line where nobody looks at them.
  int columns() {
    int columns = outIsTerminal ? Integer.getInteger("nnrun.columns", 0) : 0;
    return columns > 0 ? columns : Integer.MAX_VALUE;
  }

  InputStream in() {
    return in;
  }

  /// A result. A program gets it as it is; on a terminal the names of other people's files are shown, not obeyed.
  void out(String text) {
    write(outIsTerminal ? Printable.lines(text) : text);
  }

  private synchronized void write(String text) {
    if (failure == null) {
      try {
        out.write(text.getBytes(UTF_8));
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  void outLine(String text) {
    out(text + "\n");
  }

  /// What was printed is on its way now.
  synchronized void flush() {
    if (failure == null) {
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /// Whether results still arrive; work on more of them is in vain otherwise.
  synchronized boolean outIsOpen() {
    return failure == null;
  }

  /// A message or a part of one, with its control codes.
  synchronized void error(String text) {
    try {
      err.write(text.getBytes(UTF_8));
      err.flush();
    } catch (IOException _) {
      // Nobody is left to be told.
    }
  }

  /// A message, which may quote a file or a name: control codes in it are shown, not obeyed.
  void errorLine(String text) {
    error(Printable.lines(text) + "\n");
  }

  /// For picocli, whose help texts have colours.
  PrintWriter outWriter() {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] buffer, int from, int count) {
            Terminal.this.write(new String(buffer, from, count));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  /// Ends the results.
  ///
  /// @return the exit code of a program that would have ended with `code`
  int finish(int code) {
    flush();
    IOException lost = failure;
    if (lost == null || code != ExitCode.DONE.code()) {
      return code;
    }
    if (closedPipe(lost)) {
      return ExitCode.PIPE_CLOSED.code();
    }
    errorLine("nnrun: standard output could not be written: " + lost.getMessage());
    return ExitCode.NO_SPACE.code();
  }

  /// A pipe takes everything until its reader leaves. The system's message on it may be in any language.
  private static boolean closedPipe(IOException failure) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException _) {
      return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
  }
}
