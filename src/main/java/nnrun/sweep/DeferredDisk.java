package nnrun.sweep;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nnrun.run.Disk;
import nnrun.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/// Holds what a trial writes in memory for a moment, since a small trial writes each of its files several times, and
/// waits for the device once a trial instead of once a file: everything is written and forced before summary.json,
/// which says that a trial is done. A killed process loses what was held; after a power cut a trial that was under way
/// may have to begin again.
///
/// Files reach the disk in the order in which they were made; what is added to a file goes with its beginning.
final class DeferredDisk implements Disk, AutoCloseable {
  /// What is held at most, and how long.
  private static final int MOST_BYTES = 4 << 20;

  private static final long MOST_NANOS = 250_000_000L;

  private enum Kind {
    /// The whole of a file.
    WHOLE,
    /// The whole of a file that takes the place of another in one step.
    REPLACEMENT,
    /// What comes behind the bytes that are on the disk.
    MORE
  }

  private record Held(Kind kind, ByteArrayOutputStream bytes) {
    Held(Kind kind, ByteBuffer from) {
      this(kind, new ByteArrayOutputStream(from.remaining()));
      add(from);
    }

    void add(ByteBuffer from) {
      byte[] piece = new byte[from.remaining()];
      from.get(piece);
      bytes.writeBytes(piece);
    }

    ByteBuffer content() {
      return ByteBuffer.wrap(bytes.toByteArray());
    }
  }

  private final Disk disk;
  private final Runnable settling;
  private final LinkedHashMap<Path, Held> held = new LinkedHashMap<>();
  private long heldBytes;
  private long heldSince;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<Path> folders = new LinkedHashSet<>();

  /// @param settling is told before it waits for the device
  DeferredDisk(Disk disk, Runnable settling) {
    this.disk = disk;
    this.settling = settling;
  }

  private void hold(Path file, Held content) {
    if (held.containsKey(file)) {
      release(); // what came after the old content may need it
    }
    if (held.isEmpty()) {
      heldSince = System.nanoTime();
    }
    held.put(file, content);
    heldBytes += content.bytes.size();
  }

  private void release() {
    heldBytes = 0;
    while (!held.isEmpty()) {
      Map.Entry<Path, Held> first = held.firstEntry();
      held.remove(first.getKey()); // before it is written: what failed is not tried a second time
      write(first.getKey(), first.getValue());
    }
  }

  private void write(Path file, Held content) {
    switch (content.kind) {
      case WHOLE -> disk.write(file, content.content());
      case MORE -> disk.append(file, content.content());
      case REPLACEMENT -> {
        Path temporary = Disk.temporary(file);
        disk.write(temporary, content.content());
        disk.rename(temporary, file);
      }
    }
  }

  /// What is held goes to the disk.
  @Override
  public void close() {
    release();
  }

  @Override
  public void write(Path file, ByteBuffer bytes) {
    hold(file, new Held(Kind.WHOLE, bytes));
    releaseMuch();
  }

  @Override
  public void append(Path file, ByteBuffer bytes) {
    Held beginning = held.get(file);
    if (beginning != null) {
      heldBytes += bytes.remaining();
      beginning.add(bytes);
    } else {
      hold(file, new Held(Kind.MORE, bytes));
    }
    releaseMuch();
  }

  private void releaseMuch() {
    if (heldBytes > MOST_BYTES) {
      release();
    }
  }

  @Override
  public void rename(Path from, Path to) {
    Held content = held.get(from);
    if (content != null && content.kind != Kind.MORE) {
      held.remove(from);
      heldBytes -= content.bytes.size();
      hold(to, new Held(Kind.REPLACEMENT, content.bytes));
    } else {
      release();
      disk.rename(from, to);
    }
    if (files.remove(from)) {
      files.add(to);
    }
  }

  @Override
  public void force(Path file) {
    files.add(file);
  }

  /// The last step of a replacement, so that nothing is half written.
  @Override
  public void forceFolder(Path folder) {
    folders.add(folder);
    if (!held.isEmpty() && System.nanoTime() - heldSince > MOST_NANOS) {
      release();
    }
  }

  @Override
  public void replace(Path file, Content content) {
    if (file.endsWith(TrainingRun.SUMMARY)) {
      settling.run();
      release();
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
  public void delete(Path file) {
    files.remove(file);
    folders.remove(file);
    held.remove(file);
    disk.delete(file);
  }

  @Override
  public boolean createFolder(Path folder) {
    return disk.createFolder(folder);
  }

  @Override
  public void truncate(Path file, long length) {
    release();
    disk.truncate(file, length);
  }

  @Override
  public boolean link(Path link, Path target) {
    release();
    return disk.link(link, target);
  }

  @Override
  public @Nullable Lock lock(Path folder) {
    return disk.lock(folder);
  }

  @Override
  public boolean isFile(Path path) {
    return held.containsKey(path) || disk.isFile(path);
  }

  @Override
  public boolean isFolder(Path path) {
    return disk.isFolder(path);
  }

  @Override
  public long size(Path file) {
    Held content = whole(file);
    return content == null ? disk.size(file) : content.bytes.size();
  }

  @Override
  public void read(Path file, long at, ByteBuffer into) {
    Held content = whole(file);
    if (content == null || at + into.remaining() > content.bytes.size()) {
      release(); // and the disk says what is wrong
      disk.read(file, at, into);
    } else {
      into.put(content.bytes.toByteArray(), (int) at, into.remaining());
    }
  }

  @Override
  public byte @Nullable [] content(Path file) {
    Held content = whole(file);
    return content == null ? disk.content(file) : content.bytes.toByteArray();
  }

  /// What is held of a file, if that is all of it.
  private @Nullable Held whole(Path file) {
    Held content = held.get(file);
    if (content != null && content.kind == Kind.MORE) {
      release();
      return null;
    }
    return content;
  }

  @Override
  public List<String> list(Path folder) {
    release();
    return disk.list(folder);
  }
}
