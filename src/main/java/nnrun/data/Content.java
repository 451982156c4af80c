package nnrun.data;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The bytes of a file or a pipe, decompressed if they begin as gzip does, whatever its name. Nothing is held whole.
public final class Content {
  /// A gzip file may unpack to so many bytes whatever its own size, ...
  static final long UNPACKED = 64L << 20;

  /// ... and beyond that to so many times its own. Tables and images shrink to a third or a tenth; deflate can do 1032.
  static final long GREATEST_RATIO = 100;

  private static final int BUFFER = 1 << 16;

  /// What tells one kind of file from another.
  private static final int START = 6;

  interface Opener {
    InputStream open() throws IOException;
  }

  private final String place;
  private final long size;
  private final Store store;
  private final Opener opener;
  private @Nullable Stream started;

  /// @param place the name for messages
  /// @param size in bytes; -1 where that is not known
  /// @param store where what is read lies
  Content(String place, long size, Store store, Opener opener) {
    this.place = place;
    this.size = size;
    this.store = store;
    this.opener = opener;
  }

  /// What can be read again.
  public static Content of(String place, byte[] bytes) {
    return new Content(place, bytes.length, Store.ofProcess(), () -> new ByteArrayInputStream(bytes));
  }

  /// What can be read once.
  public static Content of(String place, InputStream in) {
    return new Content(place, -1, Store.ofProcess(), () -> in);
  }

  String place() {
    return place;
  }

  long size() {
    return size;
  }

  Store store() {
    return store;
  }

  /// The first six bytes, unpacked; fewer where there are none. They can be read again.
  byte[] start() {
    try {
      started = open();
      return started.start();
    } catch (IOException e) {
      throw failed(place, true, e);
    }
  }

  /// All bytes as they are, for kinds of files that are small or read from memory.
  byte[] bytes() {
    Heap.require(Math.max(0, size), place + ": its bytes");
    try (InputStream in = opener.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw failed(place, false, e);
    }
  }

  Stream open() {
    if (started != null) {
      Stream begun = started;
      started = null;
      return begun;
    }
    InputStream in = null;
    try {
      in = opener.open();
      return new Stream(place, size, in);
    } catch (IOException e) {
      throw failed(place, in != null, e);
    }
  }

  private static DataException failed(String place, boolean gzip, IOException e) {
    String reason = e.getMessage() == null ? "end of file" : e.getMessage();
    return new DataException(
        place + (gzip ? ": a damaged gzip file (" + reason + "); fetch it again" : ": cannot be read: " + reason));
  }

  /// The bytes, unpacked.
  static final class Stream extends InputStream {
    private final String place;
    private final long size;
    private final Counted packed;
    private final boolean gzip;
    private final PushbackInputStream bytes;
    private long unpacked;

    private Stream(String place, long size, InputStream in) throws IOException {
      this.place = place;
      this.size = size;
      packed = new Counted(in);
      byte[] start = packed.readNBytes(2);
      PushbackInputStream all = new PushbackInputStream(packed, 2);
      all.unread(start);
      gzip = start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
      bytes = new PushbackInputStream(gzip ? new GZIPInputStream(all, BUFFER) : all, START);
    }

    private byte[] start() throws IOException {
      byte[] start = bytes.readNBytes(START);
      bytes.unread(start);
      return start;
    }

    /// The most bytes that may come of a file of this size; without limit where its size is not known.
    long mostUnpacked() {
      return size < 0 ? Long.MAX_VALUE : gzip ? Math.max(UNPACKED, GREATEST_RATIO * size) : size;
    }

    boolean isGzip() {
      return gzip;
    }

    String place() {
      return place;
    }

    /// The part of the file that was read so far; 1 where its size is not known.
    double share() {
      return size <= 0 ? 1 : (double) packed.count / size;
    }

    /// What became of the reading, when it failed.
    DataException failed(IOException e) {
      return Content.failed(place, gzip, e);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int n = bytes.read(to, from, length);
      unpacked += Math.max(0, n);
      if (gzip && unpacked > UNPACKED && unpacked > GREATEST_RATIO * packed.count) {
        throw new DataException(
            place
                + ": the gzip file unpacks to more than "
                + (UNPACKED >> 20)
                + " MB and more than "
                + GREATEST_RATIO
                + " times its size; if that is what it should hold, unpack it with gunzip and read the plain file");
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  private static final class Counted extends FilterInputStream {
    long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int n = in.read(to, from, length);
      count += Math.max(0, n);
      return n;
    }

    /// Never 0, which the gzip reader would take for the end of a pipe that is only slow.
    @Override
    public int available() {
      return 1;
    }
  }
}
