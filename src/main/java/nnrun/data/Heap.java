package nnrun.data;

/// Refuses what will not fit before anything is allocated.
final class Heap {
  private Heap() {}

  /// @param what is to be allocated: `rows x features of training data`
  static void require(long bytes, String what) {
    long free = free();
    if (bytes > free) {
      System.gc(); // what is dead still counts as used until then
      free = free();
    }
    if (bytes > free) {
      throw new DataException(
          what
              + " take "
              + megabytes(bytes)
              + " and "
              + megabytes(free)
              + " of memory are free; use fewer rows or columns, or give the JVM more with -Xmx");
    }
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  static String megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20) + " MB";
  }
}
