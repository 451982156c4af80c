package nnrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/// A command line inside the test's own JVM.
///
/// @param exit code
/// @param out what went to standard output
/// @param err what went to standard error
record Cli(int exit, String out, String err) {
  static Cli run(String... arguments) {
    return withInput("", arguments);
  }

  static Cli withInput(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(UTF_8));
    int exit = new Main(new Terminal(in, out, err, false, false, Map.of())).execute(arguments);
    return new Cli(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
