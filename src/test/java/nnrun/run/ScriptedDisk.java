package nnrun.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A disk, by default the real one, which notes every operation that changes something, tells a watcher of it, and may
/// fail at the k-th.
final class ScriptedDisk implements Disk {
  /// What goes wrong from the k-th operation on.
  enum Fault {
    /// It fails, and no other.
    ONCE("Input/output error"),
    /// It fails, and all that follow.
    FOR_EVER("Input/output error"),
    /// It and all that follow fail if they need room.
    NO_SPACE("No space left on device");

    private final String reason;

    Fault(String reason) {
      this.reason = reason;
    }
  }

  /// Is told of each operation before it is done.
  @FunctionalInterface
  interface Watcher {
    /// @param what is done, with the last part of the path
    /// @param bytes to write or append, or null
    void before(String what, Path path, @Nullable ByteBuffer bytes);
  }

  private final Disk real;
  private final Watcher watcher;
  private final List<String> operations = new ArrayList<>();
  private Fault fault = Fault.ONCE;
  private int failFrom = Integer.MAX_VALUE;

  ScriptedDisk() {
    this(new LocalDisk(), (_, _, _) -> {});
  }

  ScriptedDisk(Disk real, Watcher watcher) {
    this.real = real;
    this.watcher = watcher;
  }

  /// Every operation so far, with the last part of its path.
  List<String> operations() {
    return operations;
  }

  /// Forgets what was noted and fails operation `k`, counted from 1; the ones after it too when `forEver`.
  void failAt(int k, boolean forEver) {
    failAt(k, forEver ? Fault.FOR_EVER : Fault.ONCE);
  }

  /// Forgets what was noted and goes wrong from operation `k` on, counted from 1.
  void failAt(int k, Fault how) {
    operations.clear();
    failFrom = k;
    fault = how;
  }

  private void next(String operation, Path path) {
    next(operation, path, null, false);
  }

  private void next(String operation, Path path, @Nullable ByteBuffer bytes, boolean needsRoom) {
    String what = operation + " " + path.getFileName();
    watcher.before(what, path, bytes);
    operations.add(what);
    int k = operations.size();
    boolean fails =
        switch (fault) {
          case ONCE -> k == failFrom;
          case FOR_EVER -> k >= failFrom;
          case NO_SPACE -> k >= failFrom && needsRoom;
        };
    if (fails) {
      throw new DiskException(path, operation, new IOException(fault.reason));
    }
  }

  @Override
  public boolean createFolder(Path folder) {
    next("createFolder", folder, null, true);
    return real.createFolder(folder);
  }

  /// A failing write leaves half of the bytes behind, as a full device does.
  @Override
  public void write(Path file, ByteBuffer bytes) {
    try {
      next("write", file, bytes, true);
    } catch (DiskException e) {
      if (fault == Fault.NO_SPACE) {
        real.write(file, bytes.slice(0, bytes.remaining() / 2));
      }
      throw e;
    }
    real.write(file, bytes);
  }

  /// A failing append leaves half of the bytes behind, as a full device does.
  @Override
  public void append(Path file, ByteBuffer bytes) {
    try {
      next("append", file, bytes, true);
    } catch (DiskException e) {
      real.append(file, bytes.slice(0, bytes.remaining() / 2));
      throw e;
    }
    real.append(file, bytes);
  }

  @Override
  public void truncate(Path file, long length) {
    next("truncate", file);
    real.truncate(file, length);
  }

  @Override
  public void force(Path file) {
    next("force", file);
    real.force(file);
  }

  @Override
  public void forceFolder(Path folder) {
    next("forceFolder", folder);
    real.forceFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) {
    next("rename " + from.getFileName(), to);
    real.rename(from, to);
  }

  @Override
  public void delete(Path file) {
    next("delete", file);
    real.delete(file);
  }

  @Override
  public boolean link(Path link, Path target) {
    next("link", link, null, true);
    return real.link(link, target);
  }

  @Override
  public Lock lock(Path folder) {
    next("lock", folder);
    return real.lock(folder);
  }

  @Override
  public boolean isFile(Path path) {
    return real.isFile(path);
  }

  @Override
  public boolean isFolder(Path path) {
    return real.isFolder(path);
  }

  @Override
  public long size(Path file) {
    return real.size(file);
  }

  @Override
  public void read(Path file, long at, ByteBuffer into) {
    real.read(file, at, into);
  }

  @Override
  public byte @Nullable [] content(Path file) {
    return real.content(file);
  }

  @Override
  public List<String> list(Path folder) {
    return real.list(folder);
  }
}
