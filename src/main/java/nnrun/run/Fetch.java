package nnrun.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import nnrun.data.DataException;
import nnrun.data.DataName.Published;
import org.jspecify.annotations.Nullable;

/// Brings published files into a folder of data sets. A file has its name there only once it is whole, has the length
/// and SHA-256 of the publication, and is on the device; a file that is there is never touched. Whatever goes wrong,
/// the folder is as it was before that file.
public final class Fetch {
  private final Disk disk;
  private final Path folder;
  private volatile boolean stopped;
  private volatile @Nullable InputStream source;

  /// @param folder of data sets; made when its first file comes
  public Fetch(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /// Where a file belongs.
  public Path target(Published file) {
    return folder.resolve(file.path());
  }

  /// Those of the files that are not there yet.
  ///
  /// @throws DataException if something else has the name of one
  public List<Published> missing(List<Published> files) {
    return files.stream().filter(file -> !isThere(file)).toList();
  }

  private boolean isThere(Published file) {
    Path target = target(file);
    if (!exists(target)) {
      return false;
    }
    String wayOut = "; move it away, or fetch into another folder with --data-dir";
    if (!disk.isFile(target)) {
      throw new DataException(target + ": is there and no file; nothing is ever overwritten" + wayOut);
    }
    String sha256 = Sha256.of(disk, target);
    if (!sha256.equals(file.sha256())) {
      throw new DataException(
          target
              + ": another file of that name is there, and nothing is ever overwritten (SHA-256 "
              + sha256
              + " where "
              + file.sha256()
              + " is wanted)"
              + wayOut);
    }
    return true;
  }

  /// Brings one file.
  ///
  /// @param progress is told how many bytes have come so far
  /// @throws DataException if there is no such file, or what came is not the one that was published
  /// @throws UncheckedIOException if it did not come
  /// @throws DiskException if it could not be written
  /// @throws CancellationException after [#stop]
  public void bring(Mirror mirror, Published file, LongConsumer progress) {
    Path target = target(file);
    String wayOut = "; name another mirror with --from, or put the file there by hand: " + target;
    try (InputStream in = mirror.open(file.name())) {
      source = in;
      if (stopped) {
        throw new CancellationException();
      }
      keep(file, out -> copy(in, out, mirror.address(file.name()), file, progress));
    } catch (DataException e) {
      throw stopped ? new CancellationException() : new DataException(e.getMessage() + wayOut);
    } catch (IOException | UncheckedIOException e) {
      throw stopped
          ? new CancellationException()
          : new UncheckedIOException(e.getMessage() + wayOut, new IOException(e));
    } finally {
      source = null;
    }
  }

  /// A file with the content, or nothing.
  private void keep(Published file, Disk.Content content) {
    Path target = target(file);
    List<Path> made = new ArrayList<>();
    Path parent = target.toAbsolutePath().getParent();
    for (Path each = parent; each != null && !exists(each); each = each.getParent()) {
      made.add(each);
    }
    try {
      if (parent != null) {
        disk.createFolders(parent);
      }
      // Two processes that fetch the same file write to two names.
      Path own = target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid());
      Path temporary = disk.temporary(own, content);
      try {
        if (isThere(file)) {
          disk.delete(temporary);
        } else {
          disk.rename(temporary, target);
        }
      } catch (RuntimeException e) {
        throw without(temporary, e);
      }
    } catch (RuntimeException e) {
      made.stream().filter(disk::isFolder).forEach(each -> without(each, e));
      throw e;
    }
    disk.forceName(target);
  }

  private RuntimeException without(Path leftover, RuntimeException cause) {
    try {
      disk.delete(leftover);
    } catch (DiskException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /// Copies what has to be a published file, and not a byte more.
  private static void copy(InputStream in, OutputStream out, String address, Published file, LongConsumer progress)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] part = new byte[1 << 16];
    long bytes = 0;
    for (int n = read(in, part, address, bytes, file); n >= 0; n = read(in, part, address, bytes, file)) {
      bytes += n;
      if (bytes > file.bytes()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: more than the %,d bytes of the published file came; nothing of it is kept",
                address,
                file.bytes()));
      }
      digest.update(part, 0, n);
      out.write(part, 0, n);
      progress.accept(bytes);
    }
    if (bytes < file.bytes()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: %,d bytes came where the published file has %,d; nothing of it is kept",
              address,
              bytes,
              file.bytes()));
    }
    String sha256 = Sha256.hex(digest);
    if (!sha256.equals(file.sha256())) {
      throw new DataException(
          address
              + ": not the published file (SHA-256 "
              + sha256
              + " where "
              + file.sha256()
              + " is wanted); nothing of it is kept");
    }
  }

  private static int read(InputStream in, byte[] part, String address, long before, Published file) {
    try {
      return in.read(part);
    } catch (IOException e) {
      String so =
          String.format(
              Locale.ROOT,
              "%s: broke off after %,d of %,d bytes, of which nothing is kept: ",
              address,
              before,
              file.bytes());
      throw new UncheckedIOException(so + e.getMessage(), e);
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Ends [#bring] in another thread, at once if it waits for bytes.
  ///
  /// @return whether that thread has something to clean up
  public boolean stop() {
    stopped = true;
    InputStream in = source;
    if (in == null) {
      return false;
    }
    try {
      in.close();
    } catch (IOException _) {
      // It will not be read any more.
    }
    return true;
  }
}
