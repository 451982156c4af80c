package nnrun.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Memory of any size in parts. Each part is an array or a piece of a mapped file; who reads it cannot tell.
final class Parts {
  /// Bytes of a part, where nothing else asks for more: half of the least that the garbage collector calls humongous.
  static final int BYTES = 1 << 18;

  private final MemorySegment[] parts;

  private Parts(List<MemorySegment> parts) {
    this.parts = parts.toArray(MemorySegment[]::new);
  }

  /// One part.
  static Parts of(MemorySegment only) {
    return new Parts(List.of(only));
  }

  MemorySegment of(int part) {
    return parts[part];
  }

  int count() {
    return parts.length;
  }

  /// Bytes of memory; parts of a mapped file take none of their own.
  long memory() {
    return Arrays.stream(parts).filter(part -> !part.isMapped()).mapToLong(MemorySegment::byteSize).sum();
  }

  /// The binary logarithm of the rows of a part: as many as [#BYTES] hold, and at least one.
  static int shift(long rowBytes) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, BYTES / rowBytes));
  }

  /// Takes parts one after the other. A file that has begun takes all that follow.
  static final class Writer {
    private final Store store;
    private final List<MemorySegment> parts = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>(); // of the parts in the file
    private @Nullable FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long taken;
    private long written;

    Writer(Store store) {
      this.store = store;
    }

    /// Makes a part of the first bytes of a segment.
    ///
    /// @param given whether the segment itself may be kept, if it is that long
    /// @return whether it was, and must not change any more
    boolean add(MemorySegment from, long bytes, boolean given) {
      long words = Math.ceilDiv(bytes, Long.BYTES);
      if (file == null && store.take(words * Long.BYTES)) {
        taken += words * Long.BYTES;
        if (given && from.byteSize() == bytes) {
          parts.add(from);
          return true;
        }
        MemorySegment part = MemorySegment.ofArray(new long[(int) words]); // words, so that doubles are aligned
        MemorySegment.copy(from, 0, part, 0, bytes);
        parts.add(part.asSlice(0, bytes));
        return false;
      }
      try {
        write(from, bytes);
      } catch (IOException e) {
        discard();
        throw store.failed("write " + Heap.megabytes(written + bytes), e);
      }
      return false;
    }

    private void write(MemorySegment from, long bytes) throws IOException {
      if (file == null) {
        file = store.file();
      }
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocateDirect((int) bytes);
      }
      long padded = Math.ceilDiv(bytes, Long.BYTES) * Long.BYTES;
      for (long done = 0; done < bytes; done += buffer.position()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - done));
        MemorySegment.copy(from, done, MemorySegment.ofBuffer(buffer), 0, buffer.limit());
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
      file.position(written + padded);
      ends.add(written + bytes);
      written += padded;
    }

    /// All parts, in order; no more can be added.
    Parts done() {
      if (file != null) {
        try (FileChannel all = file) {
          MemorySegment mapped = all.map(MapMode.READ_ONLY, 0, all.size(), Arena.ofAuto());
          long from = 0;
          for (long end : ends) {
            parts.add(mapped.asSlice(from, end - from));
            from = Math.ceilDiv(end, Long.BYTES) * Long.BYTES;
          }
        } catch (IOException e) {
          throw store.failed("map " + Heap.megabytes(written), e);
        }
      }
      return new Parts(parts);
    }

    /// Gives up what was added.
    void discard() {
      store.giveBack(taken);
      parts.clear();
      if (file != null) {
        try {
          file.close();
        } catch (IOException e) {
          throw store.failed("close a file", e);
        }
      }
    }
  }
}
