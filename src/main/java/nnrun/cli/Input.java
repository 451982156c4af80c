package nnrun.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nnrun.data.Content;
import nnrun.data.DataFiles;

/// Rows from a file, a pipe, or standard input, which is called `-`.
final class Input {
  private Input() {}

  /// To go through once, from the first row to the last.
  static Content once(String file, Terminal terminal) throws IOException {
    return isStream(file) ? Content.of(name(file), stream(file, terminal)) : found(file);
  }

  /// To read as often as it takes. What comes from a pipe is held in memory.
  static Content again(String file, Terminal terminal) throws IOException {
    if (!isStream(file)) {
      return found(file);
    }
    try (InputStream in = stream(file, terminal)) {
      return Content.of(name(file), in.readAllBytes());
    }
  }

  /// For messages.
  static String name(String file) {
    return file.equals("-") ? "standard input" : file;
  }

  private static boolean isStream(String file) {
    return file.equals("-")
        || (Files.exists(Path.of(file)) && !Files.isDirectory(Path.of(file)) && !Files.isRegularFile(Path.of(file)));
  }

  private static InputStream stream(String file, Terminal terminal) throws IOException {
    return file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(file));
  }

  private static Content found(String file) {
    return new DataFiles(List.of(Path.of(""))).open(file);
  }
}
