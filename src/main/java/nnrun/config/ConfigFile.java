package nnrun.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import nnrun.spec.Nearest;

/// Reads the text of a config file, and of nothing that only pretends to be one: no pipe, no device, nothing huge, no
/// other encoding.
final class ConfigFile {
  private static final int MOST_BYTES = 1 << 20;

  private ConfigFile() {}

  /// Why a file cannot be read, in the user's words.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    final String sentence;

    Unreadable(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }

  static String text(Path file) throws Unreadable {
    byte[] bytes;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        throw new Unreadable("this is a folder; wanted a YAML file" + inside(file));
      }
      if (!attributes.isRegularFile()) {
        throw new Unreadable("this is no regular file but a pipe or a device; wanted a YAML file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      throw new Unreadable("no such file" + neighbour(file));
    } catch (AccessDeniedException _) {
      throw new Unreadable("no permission to read this file");
    } catch (IOException e) {
      throw new Unreadable("cannot be read: " + e.getMessage());
    }
    if (bytes.length > MOST_BYTES) {
      throw new Unreadable("larger than 1 MiB, so it is hardly a config");
    }
    return decoded(bytes);
  }

  private static String decoded(byte[] bytes) throws Unreadable {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text; // editors on Windows begin UTF-8 with it
    } catch (CharacterCodingException _) {
      boolean utf16 = bytes.length > 1 && ((bytes[0] & 0xFF) >= 0xFE) && ((bytes[1] & 0xFF) >= 0xFE);
      throw new Unreadable((utf16 ? "this is UTF-16 text" : "this is not UTF-8 text") + "; save it as UTF-8");
    }
  }

  private static String inside(Path folder) {
    List<String> names = yamlNames(folder);
    return names.isEmpty() ? "" : ", such as " + folder.resolve(names.getFirst());
  }

  private static String neighbour(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    String near = folder == null || name == null ? null : Nearest.of(name.toString(), yamlNames(folder));
    return near == null ? "" : "; did you mean " + file.resolveSibling(near) + "?";
  }

  private static List<String> yamlNames(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
          .sorted()
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
