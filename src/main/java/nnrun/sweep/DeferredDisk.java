package nnrun.sweep;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nnrun.run.Disk;
import nnrun.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/// Waits for the device once a trial instead of once a file: everything is forced before summary.json, which says that
/// a trial is done. A killed process loses nothing, as what was written is the kernel's. After a power cut a trial that
/// was under way may have to begin again.
final class DeferredDisk implements Disk {
  private final Disk disk;
  private final Runnable settling;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> folders = new LinkedHashSet<>();

  /// @param settling is told before it waits for the device
  DeferredDisk(Disk disk, Runnable settling) {
    this.disk = disk;
    this.settling = settling;
  }

  @Override
  public void force(Path file) {
    files.add(file);
  }

  @Override
  public void forceFolder(Path folder) {
    folders.add(folder);
  }

  @Override
  public void replace(Path file, Content content) {
    if (file.endsWith(TrainingRun.SUMMARY)) {
      settling.run();
      files.forEach(disk::force);
      folders.forEach(disk::forceFolder);
      files.clear();
      folders.clear();
      disk.replace(file, content);
    } else {
      Disk.super.replace(file, content);
    }
  }

  @Override
  public void rename(Path from, Path to) {
    disk.rename(from, to);
    if (files.remove(from)) {
      files.add(to);
    }
  }

  @Override
  public void delete(Path file) {
    files.remove(file);
    folders.remove(file);
    disk.delete(file);
  }

  @Override
  public boolean createFolder(Path folder) {
    return disk.createFolder(folder);
  }

  @Override
  public void write(Path file, ByteBuffer bytes) {
    disk.write(file, bytes);
  }

  @Override
  public void append(Path file, ByteBuffer bytes) {
    disk.append(file, bytes);
  }

  @Override
  public void truncate(Path file, long length) {
    disk.truncate(file, length);
  }

  @Override
  public boolean link(Path link, Path target) {
    return disk.link(link, target);
  }

  @Override
  public @Nullable Lock lock(Path folder) {
    return disk.lock(folder);
  }

  @Override
  public boolean isFile(Path path) {
    return disk.isFile(path);
  }

  @Override
  public boolean isFolder(Path path) {
    return disk.isFolder(path);
  }

  @Override
  public long size(Path file) {
    return disk.size(file);
  }

  @Override
  public void read(Path file, long at, ByteBuffer into) {
    disk.read(file, at, into);
  }

  @Override
  public List<String> list(Path folder) {
    return disk.list(folder);
  }
}
