package nnrun.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A persistent team of threads that runs the parts of one piece of work and waits for all of them. Waiting spins for a
/// short time, then parks; only those who have parked are woken. Whoever is free takes the next part, so a helper whose
/// core is busy with another program is not waited for; which thread runs a part never changes a result, because every
/// output element has one owner part.
public final class Team implements AutoCloseable {
  /// Work that can be cut into any number of parts.
  interface Work {
    void part(int part, int parts);
  }

  private static final int SPINS = 10_000;

  private final Helper[] helpers;
  private final int parts;
  private final int spins;

  /// The number of the piece of work (high half) and its next part (low half): one word, so that a helper that comes
  /// late cannot take a part of work it has not seen.
  private final AtomicLong tickets;

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile @Nullable Work work;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread waiting;
  private volatile boolean closed;

  /// @param threads how many parts run at a time, the calling thread included
  public Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    parts = threads;
    tickets = new AtomicLong(parts);
    // More threads than cores: a spinning thread would keep a working one off its core.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper("nnrun-" + (i + 1));
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
    if (closed) {
      throw new IllegalStateException("the team of threads is closed");
    }
    if (parts == 1) {
      task.part(0, 1);
      return;
    }
    work = task;
    failure = null;
    unfinished.set(parts);
    tickets.set(((tickets.get() >>> 32) + 1) << 32);
    for (Helper helper : helpers) {
      helper.wake();
    }
    takeParts();
    for (int i = 0; i < spins && unfinished.get() > 0; i++) {
      Thread.onSpinWait();
    }
    while (unfinished.get() > 0) {
      waiting = Thread.currentThread();
      if (unfinished.get() > 0) {
        LockSupport.park(this);
      }
    }
    waiting = null;
    work = null;
    switch (failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new IllegalStateException(other);
    }
  }

  /// Takes parts of the present work until there are none.
  private void takeParts() {
    for (long ticket = tickets.get(); (int) ticket < parts; ticket = tickets.get()) {
      if (tickets.compareAndSet(ticket, ticket + 1)) {
        take((int) ticket);
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
    if (unfinished.decrementAndGet() == 0) {
      LockSupport.unpark(waiting); // nobody, unless the caller has parked
    }
  }

  private boolean idle() {
    return (int) tickets.get() >= parts && !closed;
  }

  /// A thread that takes parts until the team is closed.
  private final class Helper implements Runnable {
    final Thread thread;

    /// Set before the last look for work, and read after work is laid out, so that one of the two sees the other.
    private volatile boolean parked;

    Helper(String name) {
      thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
    }

    @Override
    public void run() {
      while (!closed) {
        for (int i = 0; i < spins && idle(); i++) {
          Thread.onSpinWait();
        }
        parked = true;
        while (idle()) {
          LockSupport.park(Team.this);
        }
        parked = false;
        takeParts();
      }
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
    closed = true;
    for (Helper helper : helpers) {
      helper.wake();
    }
  }
}
