package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import nnrun.tensor.Engine;

/// Measures what a step allocates.
public final class Allocation {
  private static final int WARM_UP = 50;
  private static final int RUNS = 1000;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /// Counts the bytes of `RUNS` runs, after those that warm up and once nothing is warmed in the background any more.
  /// The virtual machine makes the strings of a class on the running thread when it first compiles a method of it: a
  /// thousand bytes, once. A step that allocates costs 16 a run at least, and half of that is too much.
  public static void assertNone(Engine engine, Runnable step, String what) {
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    while (!engine.idle()) {
      LockSupport.parkNanos(1_000_000);
    }
    long before = THREAD.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      step.run();
    }
    long bytes = THREAD.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).as("bytes in %s steps of %s", RUNS, what).isLessThan(8L * RUNS);
  }
}
