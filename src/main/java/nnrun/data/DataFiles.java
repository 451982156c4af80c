package nnrun.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import nnrun.spec.Nearest;

/// Finds data files in a list of places, and remembers which it read.
public final class DataFiles {
  private final List<Path> places;
  private final Store store;
  private final List<Used> used = new ArrayList<>();

  /// A file that was read.
  ///
  /// @param path as the config writes it
  /// @param sha256 of its bytes, hexadecimal
  public record Used(String path, long bytes, String sha256) {}

  /// @param places folders, searched in this order; a folder that does not exist holds nothing
  public DataFiles(List<Path> places) {
    this(places, Store.ofProcess());
  }

  /// @param store where what is read lies
  public DataFiles(List<Path> places, Store store) {
    this.places = List.copyOf(places);
    this.store = store;
  }

  Store store() {
    return store;
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
    String fetch = DataName.whatBrings(path);
    String nameFolder = "name its folder with --data-dir or NNRUN_DATA";
    String meant = nearest == null ? nameFolder : "did you mean " + nearest + "?";
    String wayOut = fetch == null ? meant : fetch + " brings it, or " + nameFolder;
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

  /// A file for reading, known by its hash from now on.
  Content read(String path) {
    Path file = find(path);
    try {
      Version before = Version.of(file);
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (InputStream in = Files.newInputStream(file)) {
        byte[] chunk = new byte[1 << 16];
        for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
          sha256.update(chunk, 0, n);
        }
      }
      Used entry = new Used(path, before.size, HexFormat.of().formatHex(sha256.digest()));
      if (!used.contains(entry)) {
        used.add(entry);
      }
      return new Content(path, before.size, store, () -> open(path, file, before));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  /// A file for reading, of which no hash is wanted.
  public Content open(String path) {
    Path file = find(path);
    try {
      Version now = Version.of(file);
      return new Content(path, now.size, store, () -> open(path, file, now));
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

  private record Version(long size, FileTime changed) {
    static Version of(Path file) throws IOException {
      return new Version(Files.size(file), Files.getLastModifiedTime(file));
    }
  }

  private static InputStream open(String path, Path file, Version known) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (!Version.of(file).equals(known)) {
      in.close();
      throw new DataException(path + ": the file was changed while it was read; try again when nobody writes to it");
    }
    return in;
  }
}
