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
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /// Counts the bytes of `RUNS` runs, after those that warm up and once nothing is warmed in the background any more,
  /// up to `ROUNDS` times until there are none. The virtual machine makes the strings of a class on the running thread
  /// when it first compiles a method of it: up to a thousand and a half bytes, once. A step that allocates does so in
  /// every round.
  public static void assertNone(Engine engine, Runnable step, String what) {
    for (int i = 0; i < WARM_UP; i++) {
      step.run();
    }
    while (!engine.idle()) {
      LockSupport.parkNanos(1_000_000);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        step.run();
      }
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in %s steps of %s", RUNS, what).isZero();
  }
}
