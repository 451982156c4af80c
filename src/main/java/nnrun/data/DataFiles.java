package nnrun.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import nnrun.spec.Nearest;

/// Finds data files in a list of places, and remembers which it read.
public final class DataFiles {
  private final List<Path> places;
  private final List<Used> used = new ArrayList<>();

  /// A file that was read.
  ///
  /// @param path as the config writes it
  /// @param sha256 of its bytes, hexadecimal
  public record Used(String path, long bytes, String sha256) {}

  /// @param places folders, searched in this order; a folder that does not exist holds nothing
  public DataFiles(List<Path> places) {
    this.places = List.copyOf(places);
  }

  /// The files read so far, in order, each once.
  public List<Used> used() {
    return Collections.unmodifiableList(used);
  }

  /// Where a file is: an absolute path as it stands, a relative one in the first place that has it.
  public Path find(String path) {
    return regular(path, locate(path));
  }

  /// Whether a folder stands where [#find] would look for a file.
  boolean isFolder(String path) {
    return Files.isDirectory(locate(path));
  }

  /// A folder of data files.
  DataFolder folder(String path) {
    Path found = locate(path);
    if (!Files.isDirectory(found)) {
      throw new DataException(path + ": a folder is wanted, and " + found + " is none");
    }
    return new DataFolder(path, found, used::add);
  }

  private Path locate(String path) {
    Path relative;
    try {
      relative = Path.of(path);
    } catch (InvalidPathException _) {
      throw new DataException("'" + path.replace("\0", "\\0") + "' cannot be the name of a file");
    }
    List<Path> candidates = new ArrayList<>();
    if (relative.isAbsolute()) {
      candidates.add(relative);
    } else {
      places.forEach(place -> candidates.add(place.resolve(relative)));
    }
    for (Path candidate : candidates) {
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    throw notFound(path, relative, candidates);
  }

  static Path regular(String path, Path found) {
    if (Files.isDirectory(found)) {
      throw new DataException(path + ": a file is wanted, and " + found + " is a folder");
    }
    if (!Files.isRegularFile(found)) {
      throw new DataException(path + ": a file is wanted, and " + found + " is a pipe or a device; copy it to a file");
    }
    if (!Files.isReadable(found)) {
      throw new DataException(path + ": no permission to read " + found);
    }
    return found;
  }

  private static DataException notFound(String path, Path relative, List<Path> candidates) {
    StringBuilder message = new StringBuilder(path).append(": no such file; searched");
    String nearest = null;
    for (Path candidate : candidates) {
      Path folder = candidate.toAbsolutePath().normalize().getParent();
      message.append(candidate == candidates.getFirst() ? " " : ", ").append(folder);
      if (nearest == null && folder != null && relative.getFileName() != null) {
        nearest = Nearest.of(relative.getFileName().toString(), list(folder));
        nearest = nearest == null ? null : folder.resolve(nearest).toString();
      }
    }
    if (candidates.isEmpty()) {
      message.append(" nowhere, as there is no folder to search");
    }
    String wayOut = nearest == null ? "name its folder with --data-dir or NNRUN_DATA" : "did you mean " + nearest + "?";
    return new DataException(message + "; " + wayOut);
  }

  /// The names in a folder, sorted; none where it cannot be read.
  static List<String> list(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (IOException _) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  /// Reads a file whole.
  Content read(String path) {
    Path file = find(path);
    try {
      long size = Files.size(file);
      Heap.require(size, path + ": its bytes");
      if (size > Integer.MAX_VALUE - 8) {
        throw new DataException(path + ": " + size + " bytes, and files above 2 GB cannot be read; split it");
      }
      byte[] bytes = Files.readAllBytes(file);
      Used entry = new Used(path, bytes.length, sha256(bytes));
      if (!used.contains(entry)) {
        used.add(entry);
      }
      return new Content(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The bytes of a file, or of standard input.
  ///
  /// @param place the name for messages
  record Content(String place, byte[] bytes) {
    boolean isGzip() {
      return bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    }

    /// The bytes, decompressed if they begin as gzip does, whatever the file's name.
    InputStream open() throws IOException {
      InputStream plain = new ByteArrayInputStream(bytes);
      return isGzip() ? new BufferedInputStream(new GZIPInputStream(plain, 1 << 16), 1 << 16) : plain;
    }
  }
}
