package nnrun.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import nnrun.data.DataFiles.Used;

/// A folder with a folder for each class and a file for each row. All its files are one entry of what was read, with a
/// hash over their names and hashes.
final class DataFolder {
  private final String name;
  private final Path path;
  private final Consumer<Used> used;
  private final StringBuilder hashes = new StringBuilder();
  private long bytes;

  DataFolder(String name, Path path, Consumer<Used> used) {
    this.name = name;
    this.path = path;
    this.used = used;
  }

  /// The folders below it, sorted; hidden ones left out.
  List<String> classes() {
    List<String> classes = DataFiles.list(path).stream().filter(each -> isVisible(path.resolve(each), true)).toList();
    if (classes.isEmpty()) {
      throw new DataException(name + ": no folder in it; a folder a class is wanted, with its files inside");
    }
    return classes;
  }

  /// The files of a class, sorted by name; hidden ones left out, of other endings refused.
  List<String> files(String type, String ending) {
    Path folder = path.resolve(type);
    List<String> files =
        DataFiles.list(folder).stream().filter(each -> isVisible(folder.resolve(each), false)).toList();
    for (String file : files) {
      if (!file.toLowerCase(Locale.ROOT).endsWith(ending)) {
        throw new DataException(place(type, file) + ": no " + ending + " file; convert it, or take it out");
      }
    }
    return files;
  }

  private static boolean isVisible(Path file, boolean folder) {
    return Files.isDirectory(file) == folder && !String.valueOf(file.getFileName()).startsWith(".");
  }

  private String place(String type, String file) {
    return name + "/" + type + "/" + file;
  }

  /// Reads a file whole.
  Content read(String type, String file) {
    String place = place(type, file);
    Path found = DataFiles.regular(place, path.resolve(type).resolve(file));
    try {
      Heap.require(Files.size(found), place + ": its bytes");
      byte[] content = Files.readAllBytes(found);
      bytes += content.length;
      hashes.append(type).append('/').append(file).append(' ').append(DataFiles.sha256(content)).append('\n');
      return Content.of(place, content);
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": " + e.getMessage(), e);
    }
  }

  /// To be told when all were read.
  void done() {
    used.accept(new Used(name, bytes, DataFiles.sha256(hashes.toString().getBytes(UTF_8))));
  }
}
