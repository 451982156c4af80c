package nnrun.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A file that grows by whole lines and whose length is committed by someone else: after [#commit] the bytes are on the
/// device, and the length it returned goes into the checkpoint; [#resume] cuts off what came later.
public final class Appender {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Disk disk;
  private final Path file;
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long written;

  private Appender(Disk disk, Path file, long written) {
    this.disk = disk;
    this.file = file;
    this.written = written;
  }

  /// An empty file whose name is on the device.
  public static Appender create(Disk disk, Path file) {
    disk.write(file, ByteBuffer.allocate(0));
    disk.forceName(file);
    return new Appender(disk, file, 0);
  }

  /// An existing file, cut to the length that was committed.
  ///
  /// @throws DamagedFile when it is missing or shorter than that
  public static Appender resume(Disk disk, Path file, long committed) {
    long size = disk.isFile(file) ? disk.size(file) : 0;
    if (size < committed) {
      throw new DamagedFile(file, "has " + size + " bytes where the checkpoint counts on " + committed);
    }
    if (!disk.isFile(file)) {
      return create(disk, file);
    }
    if (size > committed) {
      disk.truncate(file, committed);
    }
    return new Appender(disk, file, committed);
  }

  /// Adds text in UTF-8; it reaches the file when enough has gathered or at the next [#flush].
  public void append(String text) {
    waiting.writeBytes(text.getBytes(UTF_8));
    if (waiting.size() >= BUFFER_BYTES) {
      flush();
    }
  }

  /// Everything so far is in the file, for others to see.
  public void flush() {
    if (waiting.size() == 0) {
      return;
    }
    try {
      disk.append(file, ByteBuffer.wrap(waiting.toByteArray()));
    } catch (DiskException e) {
      cutTornLine(e);
      throw e;
    }
    written += waiting.size();
    waiting.reset();
  }

  private void cutTornLine(DiskException cause) {
    try {
      disk.truncate(file, written);
    } catch (DiskException e) {
      cause.addSuppressed(e);
    }
  }

  /// Everything so far is on the device.
  ///
  /// @return the length to write into the checkpoint
  public long commit() {
    flush();
    disk.force(file);
    return written;
  }

  /// Bytes appended so far, flushed or not.
  public long length() {
    return written + waiting.size();
  }
}
