package nnrun.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A persistent team of threads that runs the parts of one piece of work and waits for all of them. Waiting spins for a
/// short time, then parks. Which thread runs a part never changes a result: every output element has one owner.
public final class Team implements AutoCloseable {
  /// Work that can be cut into any number of parts.
  interface Work {
    void part(int part, int parts);
  }

  private static final int SPINS = 20_000;

  private final Thread[] helpers;
  private final int spins;
  private volatile int generation;
  private volatile boolean closed;
  private volatile @Nullable Work work;
  private volatile @Nullable Throwable failure;
  private final AtomicInteger running = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  /// @param threads how many parts run at a time, the calling thread included
  public Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    // More threads than cores: a spinning thread would keep a working one off its core.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int part = i + 1;
      helpers[i] = Thread.ofPlatform().daemon().name("nnrun-" + part).unstarted(() -> serve(part));
    }
    for (Thread helper : helpers) {
      helper.start();
    }
  }

  public int threads() {
    return helpers.length + 1;
  }

  void run(Work task) {
    int parts = threads();
    if (parts == 1) {
      task.part(0, 1);
      return;
    }
    work = task;
    running.set(helpers.length);
    int next = generation + 1; // only the owner writes it
    generation = next;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    Throwable own = null;
    try {
      task.part(0, parts);
    } catch (RuntimeException | Error e) {
      own = e;
    }
    waiting = Thread.currentThread();
    for (int i = 0; running.get() > 0; i++) {
      if (i < spins) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    waiting = null;
    work = null;
    Throwable problem = own != null ? own : failure;
    if (problem != null) {
      failure = null;
      if (problem instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) problem;
    }
  }

  private void serve(int part) {
    int seen = 0;
    while (true) {
      for (int i = 0; generation == seen; i++) {
        if (closed) {
          return;
        }
        if (i < spins) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      seen++;
      try {
        Work task = work;
        if (task != null) {
          task.part(part, threads());
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      if (running.decrementAndGet() == 0) {
        Thread owner = waiting;
        if (owner != null) {
          LockSupport.unpark(owner);
        }
      }
    }
  }

  /// Ends the helper threads.
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
