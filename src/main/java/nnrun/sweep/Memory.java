package nnrun.sweep;

/// Memory for trials that run at a time.
final class Memory {
  private final long total;
  private long taken;

  Memory(long total) {
    this.total = total;
  }

  long total() {
    return total;
  }

  /// Waits until so much is free.
  ///
  /// @return false when there will never be so much
  synchronized boolean take(long bytes) throws InterruptedException {
    if (bytes > total) {
      return false;
    }
    while (taken + bytes > total) {
      wait();
    }
    taken += bytes;
    return true;
  }

  synchronized void giveBack(long bytes) {
    taken -= bytes;
    notifyAll();
  }
}
