package nnrun.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nnrun.data.DataFiles;

/// Rows from a file, a pipe, or standard input.
///
/// @param place its name for messages
@SuppressWarnings("ArrayRecordComponent") // never compared
record Input(String place, byte[] bytes) {
  /// @param file `-` for standard input
  static Input read(String file, Terminal terminal) throws IOException {
    if (file.equals("-")) {
      return new Input("standard input", terminal.in().readAllBytes());
    }
    Path path = Path.of(file);
    boolean pipe = Files.exists(path) && !Files.isDirectory(path) && !Files.isRegularFile(path);
    Path found = pipe ? path : new DataFiles(List.of(Path.of(""))).find(file);
    return new Input(file, Files.readAllBytes(found));
  }
}
