package nnrun.tensor;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A persistent team of threads that runs the parts of one piece of work and waits for all of them. Waiting spins for a
/// short time, then parks; only those who have parked are woken. Each thread begins with the part of its own number, so
/// that a part's numbers stay in its core's cache from one piece of work to the next. Then it takes parts that nobody
/// has begun, so a helper whose core is busy with another program is not waited for. Which thread runs a part never
/// changes a result, because every output element has one owner part.
///
/// A piece of work costs about a microsecond, nearly all of it cache lines that go from one core to another. So what is
/// written by one thread and watched by another has a line of its own.
public final class Team implements AutoCloseable {
  /// Work that can be cut into any number of parts.
  interface Work {
    void part(int part, int parts);
  }

  private static final int SPINS = 10_000;

  /// Longs in two cache lines, since lines are fetched in pairs.
  private static final int LINE = 16;

  private final Helper[] helpers;
  private final int parts;
  private final int spins;

  private static final long CLOSED = -1;

  /// At LINE, the number n of the present piece of work, or CLOSED. At LINE · (2 + part), what has become of the part:
  /// an odd number where it is taken, 2n - 1, an even one where it has ended, 2n. A helper that comes late finds
  /// nothing to take.
  private final AtomicLongArray numbers;

  private @Nullable Work work; // written before the number, read after it
  private long count;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;

  /// @param threads how many parts run at a time, the calling thread included
  public Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    parts = threads;
    numbers = new AtomicLongArray(LINE * (parts + 3));
    // More threads than cores: a spinning thread would keep a working one off its core.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
    for (Helper helper : helpers) {
      helper.thread.start();
    }
  }

  public int threads() {
    return parts;
  }

  /// Runs all parts and returns when they have ended. If parts fail, one of their exceptions is thrown then.
  void run(Work task) {
    if (numbers.get(LINE) == CLOSED) {
      throw new IllegalStateException("the team of threads is closed");
    }
    if (parts == 1) {
      task.part(0, 1);
      return;
    }
    work = task;
    count++;
    numbers.set(LINE, count);
    for (Helper helper : helpers) {
      helper.wake();
    }
    takeParts(0, count);
    for (int i = 0; i < spins && !ended(); i++) {
      Thread.onSpinWait();
    }
    while (!ended()) {
      waiting = Thread.currentThread();
      if (!ended()) {
        LockSupport.park(this);
      }
      waiting = null;
    }
    work = null;
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      switch (thrown) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        default -> throw new IllegalStateException(thrown);
      }
    }
  }

  private boolean ended() {
    for (int part = 0; part < parts; part++) {
      if (numbers.get(place(part)) != 2 * count) {
        return false;
      }
    }
    return true;
  }

  private static int place(int part) {
    return LINE * (2 + part);
  }

  /// Takes the parts of the n-th piece of work that nobody has begun, its own first.
  private void takeParts(int own, long n) {
    for (int i = 0; i < parts; i++) {
      int part = own + i < parts ? own + i : own + i - parts;
      int place = place(part);
      if (numbers.get(place) == 2 * n - 2 && numbers.compareAndSet(place, 2 * n - 2, 2 * n - 1)) {
        take(part);
        numbers.set(place, 2 * n);
        Thread caller = waiting;
        if (caller != null) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  private void take(int part) {
    try {
      Work task = work;
      if (task != null) {
        task.part(part, parts);
      }
    } catch (Throwable e) { // whatever it is, the caller must hear of it and nobody may wait for ever
      failure = e;
    }
  }

  /// A thread that takes parts until the team is closed.
  private final class Helper implements Runnable {
    final Thread thread;
    private final int own;
    private long seen;

    /// Set before the last look for work, and read after work is laid out, so that one of the two sees the other.
    private volatile boolean parked;

    Helper(int own) {
      this.own = own;
      thread = Thread.ofPlatform().daemon().name("nnrun-" + own).unstarted(this);
    }

    @Override
    public void run() {
      while (seen != CLOSED) {
        for (int i = 0; i < spins && idle(); i++) {
          Thread.onSpinWait();
        }
        if (idle()) {
          parked = true;
          while (idle()) {
            LockSupport.park(Team.this);
          }
          parked = false;
        }
        seen = numbers.get(LINE);
        takeParts(own, seen);
      }
    }

    private boolean idle() {
      return numbers.get(LINE) == seen;
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(thread);
      }
    }
  }

  /// Ends the helper threads.
  @Override
  public void close() {
    numbers.set(LINE, CLOSED);
    for (Helper helper : helpers) {
      helper.wake();
    }
  }
}
