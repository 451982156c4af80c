package nnrun.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where tables and data sets lie: on the heap up to a limit, and what comes after it in temporary files, which are
/// mapped. A file has lost its name before the first byte is in it, so that nothing is left of it however the program
/// ends.
public final class Store {
  /// All on the heap: for what is known to be small.
  static final Store HEAP = new Store(Long.MAX_VALUE, Path.of(""));

  private final long heapBytes;
  private final Path folder;
  private long taken;

  /// @param heapBytes limit of what lies on the heap
  /// @param folder for the temporary files
  public Store(long heapBytes, Path folder) {
    this.heapBytes = heapBytes;
    this.folder = folder;
  }

  /// A quarter of the heap, and the folder that `TMPDIR` names; without it `/var/tmp`, which other than `/tmp` is on a
  /// disk, or where there is none what Java calls the temporary folder.
  public static Store ofProcess() {
    String named = System.getenv("TMPDIR");
    Path large = Path.of("/var/tmp");
    Path folder =
        named != null && !named.isEmpty()
            ? Path.of(named)
            : Files.isWritable(large) ? large : Path.of(System.getProperty("java.io.tmpdir"));
    return new Store(Runtime.getRuntime().maxMemory() / 4, folder);
  }

  /// Refuses what will fit neither on the heap nor in the folder, before any of it is written.
  void require(long bytes, String what) {
    long room = folder.toFile().getUsableSpace();
    if (bytes > heapBytes - taken && bytes > room && Files.isDirectory(folder)) {
      throw failed(
          "write " + Heap.megabytes(bytes), new IOException(what + ", and there is room for " + Heap.megabytes(room)));
    }
  }

  /// Whether so many bytes more may lie on the heap; if so, they count from now on.
  boolean take(long bytes) {
    if (bytes > heapBytes - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /// Bytes taken are free again.
  void giveBack(long bytes) {
    taken -= bytes;
  }

  /// A new file without a name.
  FileChannel file() {
    try {
      for (int i = 0; ; i++) {
        Path path = folder.resolve("nnrun-" + ProcessHandle.current().pid() + "-" + i + ".tmp");
        Set<StandardOpenOption> options =
            EnumSet.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE); // on Unix at once
        if (!Files.exists(path)) {
          return FileChannel.open(path, options);
        }
      }
    } catch (IOException e) {
      throw failed("make a file", e);
    }
  }

  /// @param tried a verb with what it needs
  UncheckedIOException failed(String tried, IOException e) {
    List<String> ways = new ArrayList<>(List.of("free some space", "name another folder with TMPDIR"));
    ways.add("or give more memory with NNRUN_JVM_OPTS=-Xmx8g");
    return new UncheckedIOException(
        folder
            + ": could not "
            + tried
            + " for data that do not fit in the memory: "
            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
            + "; "
            + String.join(", ", ways),
        e);
  }
}
