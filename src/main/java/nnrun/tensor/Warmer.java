package nnrun.tensor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Warms vector code in the background. Until the optimizing compiler has seen it, such code is some hundred times
/// slower than the scalar code with the same bits, and makes an object for every vector. So it is called on numbers of
/// its own until it runs without making objects: then it is compiled, and takes over.
///
/// One thread calls all the code that waits, in turns, so that the compiler always has the next piece to work on, and
/// rests while the compiler has everything.
final class Warmer implements Runnable {
  /// Code to be warmed.
  interface Code {
    /// Makes it, in classes of its own. It is made anew where it stays slow: what the compiler has decided about a
    /// class it keeps, and by then everything that the code calls is loaded.
    void make();

    /// Runs it for some microseconds, over every path that it has. What decides is compiled code that is called, not
    /// copies of it inside the caller: callers must go through a call site that sees three classes or more.
    void call();

    /// It takes over, unless it was not compiled however often it was made: then the machine lacks the vectors asked
    /// for.
    void decided(boolean compiled);
  }

  /// Rounds after which the compiler has been asked for everything, and rounds after which it will never come.
  private static final int ENOUGH = 50;

  private static final int PATIENCE = 5_000;

  /// How often code is made.
  private static final int ATTEMPTS = 3;

  private static final int CALLS = 20;
  private static final int QUIET = 3;

  private static final Warmer ONLY = new Warmer(PATIENCE);

  private final int patience;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<Job> jobs = new ArrayList<>();
  private @Nullable Thread thread;

  Warmer(int patience) {
    this.patience = patience;
  }

  private static final class Job {
    final Code code;
    int attempts;
    int rounds;
    int quiet;

    Job(Code code) {
      this.code = code;
    }
  }

  static void warm(Code code) {
    ONLY.add(code);
  }

  synchronized void add(Code code) {
    jobs.add(new Job(code));
    notifyAll();
    if (thread == null) {
      start();
    }
  }

  private void start() {
    thread = Thread.ofPlatform().daemon().name("nnrun-warm-up").start(this);
  }

  /// Whether nothing is being warmed now.
  static boolean idle() {
    synchronized (ONLY) {
      return ONLY.jobs.isEmpty();
    }
  }

  /// Code that throws ends the thread, which says so. Another thread goes on with the rest.
  @Override
  public void run() {
    try {
      while (true) {
        boolean resting = true;
        for (Job job : waiting()) {
          work(job);
          resting &= job.rounds > ENOUGH;
        }
        if (resting) {
          Thread.sleep(1); // the compiler works
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      succeed();
    }
  }

  private synchronized void succeed() {
    if (jobs.isEmpty()) {
      thread = null;
    } else {
      start();
    }
  }

  private synchronized List<Job> waiting() throws InterruptedException {
    while (jobs.isEmpty()) {
      wait();
    }
    return List.copyOf(jobs);
  }

  private void work(Job job) {
    boolean over = true;
    try {
      over = round(job);
    } finally {
      if (over) {
        try {
          job.code.decided(job.quiet == QUIET);
        } finally {
          remove(job);
        }
      }
    }
  }

  private synchronized void remove(Job job) {
    jobs.remove(job);
    notifyAll();
  }

  /// Whether it is over for this one.
  private boolean round(Job job) {
    if (job.rounds == 0) {
      job.code.make();
      job.attempts++;
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int call = 0; call < CALLS; call++) {
      job.code.call();
    }
    job.quiet = threads.getCurrentThreadAllocatedBytes() == before ? job.quiet + 1 : 0;
    job.rounds = (job.rounds + 1) % patience;
    return job.quiet == QUIET || (job.rounds == 0 && job.attempts == ATTEMPTS);
  }
}
