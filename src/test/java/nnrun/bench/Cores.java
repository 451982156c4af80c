package nnrun.bench;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/// Whether each virtual core is a core of its own at the moment. A host may let two of them take turns in one; neither
/// their processor time nor `steal` shows it, but multiply-adds in registers, which wait for nothing else, then take
/// twice their time on each.
final class Cores {
  private static final int ROUNDS = 20_000; // some 0.1 to 0.2 ms
  private static final double SLOWER = 1.25;

  private final int cores;
  private final CyclicBarrier begin;
  private final CyclicBarrier end;
  private final AtomicInteger here = new AtomicInteger();
  private final long[] nanos;
  private long least = Long.MAX_VALUE;

  Cores(int cores) {
    this.cores = cores;
    begin = new CyclicBarrier(cores, () -> here.set(0));
    end = new CyclicBarrier(cores);
    nanos = new long[cores];
    for (int i = 1; i < cores; i++) {
      int own = i;
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (true) {
              measure(own);
            }
          });
    }
    for (int i = 0; i < 500; i++) {
      whole();
    }
  }

  boolean whole() {
    measure(0);
    long slowest = 0;
    for (long of : nanos) {
      least = Math.min(least, of);
      slowest = Math.max(slowest, of);
    }
    return slowest < SLOWER * least;
  }

  private void measure(int own) {
    try {
      begin.await();
      here.incrementAndGet();
      while (here.get() < cores) {
        Thread.onSpinWait();
      }
      nanos[own] = Roofline.floats(ROUNDS);
      end.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
