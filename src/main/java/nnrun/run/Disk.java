package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one file layer: everything a run writes goes through it, [LocalDisk] for real, other implementations for tests
/// that stop at, fail or forget the k-th operation. One method is one operation, complete when it returns, and keeps no
/// file open. What must survive a power cut has to be forced: the bytes of a file by [#force], its name by
/// [#forceFolder].
///
/// Every method throws [DiskException] when the operation fails.
public interface Disk {
  /// The empty file inside a run folder whose kernel lock says that a process is at work there. Nothing else may open
  /// it: closing any channel on it would drop the lock.
  String LOCK_FILE = ".lock";

  /// Makes one folder; its parent must exist.
  ///
  /// @return false when something of that name exists already
  boolean createFolder(Path folder);

  /// Makes a file of these bytes, or gives an existing one these bytes.
  void write(Path file, ByteBuffer bytes);

  /// Adds bytes to the end of an existing file.
  void append(Path file, ByteBuffer bytes);

  /// Cuts an existing file to its first `length` bytes.
  void truncate(Path file, long length);

  /// Returns when the bytes and the length of the file are on the device.
  void force(Path file);

  /// Returns when the names inside the folder are on the device.
  void forceFolder(Path folder);

  /// Gives the file a new name in one step; a file that had that name is gone.
  void rename(Path from, Path to);

  /// Removes a file or an empty folder; nothing happens when there is none.
  void delete(Path file);

  /// Makes a symbolic link.
  ///
  /// @param target as written into the link: relative to the link's folder
  /// @return false where the file system has no links
  boolean link(Path link, Path target);

  /// Takes the kernel's lock on a folder, which ends with the process at the latest.
  ///
  /// @return null when it is taken, by another process or by this one
  @Nullable Lock lock(Path folder);

  /// Whether it is a file, or a link to one.
  boolean isFile(Path path);

  /// Whether it is a folder, or a link to one.
  boolean isFolder(Path path);

  /// Bytes of a file.
  long size(Path file);

  /// Fills what remains of `into` with the bytes from `at` on.
  void read(Path file, long at, ByteBuffer into);

  /// All bytes of a file, of one moment of its name: it may be replaced or deleted meanwhile.
  ///
  /// @return null where there is no such file
  byte @Nullable [] content(Path file);

  /// The names in a folder, sorted by their UTF-16 code units.
  List<String> list(Path folder);

  /// A lock until it is closed.
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /// What writes a file's content.
  @FunctionalInterface
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /// All bytes of a file that must be there.
  default byte[] read(Path file) {
    byte[] bytes = content(file);
    if (bytes == null) {
      throw new DiskException(file, "read", new NoSuchFileException(file.toString()));
    }
    return bytes;
  }

  /// A file of UTF-8, as [#content].
  default @Nullable String text(Path file) {
    byte[] bytes = content(file);
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  /// Gives a file new content so that, whatever happens, its name always stands for the whole old or the whole new
  /// content; on return the new content is on the device.
  default void replace(Path file, byte[] bytes) {
    replace(file, out -> out.write(bytes));
  }

  /// As [#replace(Path, byte\[\])], for content too long to hold: it is written in pieces.
  default void replace(Path file, Content content) {
    Path temporary = temporary(file, content);
    try {
      rename(temporary, file);
    } catch (DiskException e) {
      throw withoutLeftover(temporary, e);
    }
    forceName(file);
  }

  /// The first half of [#replace]: the content, on the device, under the file's temporary name `.NAME.tmp`, in the same
  /// folder. A crash may leave that file behind; the next replacement writes over it.
  default Path temporary(Path file, Content content) {
    Path temporary = temporary(file);
    try {
      try (OutputStream out = new DiskOutput(this, temporary)) {
        content.to(out);
      } catch (IOException e) {
        throw new DiskException(file, "write", e);
      }
      force(temporary);
      return temporary;
    } catch (RuntimeException e) { // of the disk, or of whoever makes the content
      throw withoutLeftover(temporary, e);
    }
  }

  /// The name that content for a file has until it is complete.
  static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  /// Points a symbolic link somewhere else in one step.
  ///
  /// @param temporary a name beside the link that no other process uses
  /// @return false where the file system has no links
  default boolean replaceLink(Path link, Path target, Path temporary) {
    if (!link(temporary, target)) {
      return false;
    }
    try {
      rename(temporary, link);
    } catch (DiskException e) {
      throw withoutLeftover(temporary, e);
    }
    forceName(link);
    return true;
  }

  /// Makes a folder and those above it that are missing, and forces each new name.
  default void createFolders(Path folder) {
    Path absolute = folder.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null || isFolder(absolute)) {
      return;
    }
    createFolders(parent);
    if (createFolder(folder)) {
      forceFolder(parent);
    }
  }

  /// Returns when the name of a file is on the device.
  default void forceName(Path file) {
    Path folder = file.getParent();
    forceFolder(folder == null ? Path.of(".") : folder);
  }

  private <E extends RuntimeException> E withoutLeftover(Path temporary, E cause) {
    try {
      delete(temporary);
    } catch (DiskException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }
}
