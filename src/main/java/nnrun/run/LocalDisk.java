package nnrun.run;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The disk of this machine. A thread that writes must not be interrupted: the kernel's channels close on it.
public final class LocalDisk implements Disk {
  /// Real paths of the folders this process has locked: a second channel on a lock file must not even be opened here.
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  @Override
  public boolean createFolder(Path folder) {
    return attempt(
        folder,
        "make the folder",
        () -> {
          try {
            Files.createDirectory(folder);
            return true;
          } catch (FileAlreadyExistsException _) {
            return false;
          }
        });
  }

  @Override
  public void write(Path file, ByteBuffer bytes) {
    write(file, bytes, "write ", WRITE, CREATE, TRUNCATE_EXISTING);
  }

  @Override
  public void append(Path file, ByteBuffer bytes) {
    write(file, bytes, "append ", WRITE, APPEND);
  }

  private static void write(Path file, ByteBuffer bytes, String verb, OpenOption... how) {
    attempt(
        file,
        verb + bytes.remaining() + " bytes",
        () -> {
          try (FileChannel channel = open(file, how)) {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          }
          return true;
        });
  }

  @Override
  public void truncate(Path file, long length) {
    attempt(
        file,
        "cut to " + length + " bytes",
        () -> {
          try (FileChannel channel = open(file, WRITE)) {
            if (channel.size() < length) {
              throw new EOFException("it has only " + channel.size());
            }
            channel.truncate(length);
          }
          return true;
        });
  }

  @Override
  public void force(Path file) {
    attempt(
        file,
        "force to the device",
        () -> {
          try (FileChannel channel = open(file, WRITE)) {
            channel.force(true);
          }
          return true;
        });
  }

  @Override
  public void forceFolder(Path folder) {
    if (File.separatorChar == '\\') {
      return; // Windows opens no folders; NTFS keeps the names in its journal
    }
    attempt(
        folder,
        "force to the device",
        () -> {
          try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
          }
          return true;
        });
  }

  @Override
  public void rename(Path from, Path to) {
    attempt(from, "rename to " + to.getFileName(), () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public void delete(Path file) {
    attempt(file, "delete", () -> Files.deleteIfExists(file));
  }

  @Override
  public boolean link(Path link, Path target) {
    return attempt(
        link,
        "link to " + target,
        () -> {
          try {
            Files.createSymbolicLink(link, target);
            return true;
          } catch (UnsupportedOperationException _) {
            return false;
          }
        });
  }

  @Override
  public @Nullable Lock lock(Path folder) {
    Path real = attempt(folder, "lock", () -> folder.toRealPath());
    if (!LOCKED.add(real)) {
      return null;
    }
    boolean locked = false;
    try {
      FileChannel channel = attempt(folder, "lock", () -> tryLock(real.resolve(LOCK_FILE)));
      locked = channel != null;
      return channel == null ? null : () -> unlock(real, channel);
    } finally {
      if (!locked) {
        LOCKED.remove(real);
      }
    }
  }

  private static @Nullable FileChannel tryLock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, WRITE, CREATE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
      return locked ? channel : null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static void unlock(Path real, FileChannel channel) {
    attempt(
        real,
        "unlock",
        () -> {
          boolean held = channel.isOpen(); // the next owner's otherwise
          channel.close();
          return held && LOCKED.remove(real);
        });
  }

  @Override
  public boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  @Override
  public boolean isFolder(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public long size(Path file) {
    return attempt(file, "read its size", () -> Files.size(file));
  }

  @Override
  public void read(Path file, long at, ByteBuffer into) {
    attempt(
        file,
        "read " + into.remaining() + " bytes",
        () -> {
          try (FileChannel channel = open(file, READ)) {
            long from = at;
            while (into.hasRemaining()) {
              int n = channel.read(into, from);
              if (n < 0) {
                throw new EOFException("the file ends after " + from);
              }
              from += n;
            }
          }
          return true;
        });
  }

  @Override
  public byte @Nullable [] content(Path file) {
    return LocalDisk.<byte @Nullable []>attempt(
        file,
        "read",
        () -> {
          try (FileChannel channel = open(file, READ);
              InputStream in = Channels.newInputStream(channel)) {
            if (channel.size() > Integer.MAX_VALUE - 8) {
              throw new IOException("the file is larger than 2 GB");
            }
            return in.readAllBytes();
          } catch (NoSuchFileException _) {
            return null;
          } catch (IOException e) {
            if (isFile(file)) {
              throw e;
            }
            return null; // a folder, or below a file
          }
        });
  }

  @Override
  public List<String> list(Path folder) {
    return attempt(
        folder,
        "list",
        () -> {
          try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
          }
        });
  }

  private static FileChannel open(Path file, OpenOption... how) throws IOException {
    if (file.endsWith(LOCK_FILE)) {
      throw new IllegalArgumentException(file + ": only the lock itself may open it");
    }
    return FileChannel.open(file, how);
  }

  @FunctionalInterface
  private interface Operation<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private static <T extends @Nullable Object> T attempt(Path path, String tried, Operation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw new DiskException(path, tried, e);
    }
  }
}
