package nnrun.run;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The real disk, which notes every operation that changes something and may fail at the k-th.
final class ScriptedDisk implements Disk {
  private final Disk real = new LocalDisk();
  private final List<String> operations = new ArrayList<>();
  private int failFrom = Integer.MAX_VALUE;
  private int failTo = Integer.MAX_VALUE;

  /// Every operation so far, with the last part of its path.
  List<String> operations() {
    return operations;
  }

  /// Forgets what was noted and fails operation `k`, counted from 1; the ones after it too when `forEver`.
  void failAt(int k, boolean forEver) {
    operations.clear();
    failFrom = k;
    failTo = forEver ? Integer.MAX_VALUE : k;
  }

  private void next(String operation, Path path) {
    operations.add(operation + " " + path.getFileName());
    if (operations.size() >= failFrom && operations.size() <= failTo) {
      throw new DiskException(path, operation, "No space left on device");
    }
  }

  @Override
  public boolean createFolder(Path folder) {
    next("createFolder", folder);
    return real.createFolder(folder);
  }

  @Override
  public void write(Path file, ByteBuffer bytes) {
    next("write", file);
    real.write(file, bytes);
  }

  /// A failing append leaves half of the bytes behind, as a full device does.
  @Override
  public void append(Path file, ByteBuffer bytes) {
    try {
      next("append", file);
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
    next("link", link);
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
  public List<String> list(Path folder) {
    return real.list(folder);
  }
}
