package nnrun.run;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/// A new file as a stream: each full buffer, and the rest on closing, is one operation of the disk.
final class DiskOutput extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Disk disk;
  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private boolean made;
  private boolean failed;

  DiskOutput(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  @Override
  public void write(int b) {
    room();
    buffer.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.length);
    for (int done = 0; done < count; ) {
      room();
      int n = Math.min(count - done, buffer.remaining());
      buffer.put(bytes, from + done, n);
      done += n;
    }
  }

  private void room() {
    if (!buffer.hasRemaining()) {
      empty();
    }
  }

  private void empty() {
    buffer.flip();
    failed = true; // until the operation has returned
    if (made) {
      disk.append(file, buffer);
    } else {
      disk.write(file, buffer);
    }
    failed = false;
    made = true;
    buffer.clear();
  }

  /// Writes the rest. After a failure there is nothing more to do: try-with-resources closes again.
  @Override
  public void close() {
    if (!failed && (!made || buffer.position() > 0)) {
      empty();
    }
  }
}
