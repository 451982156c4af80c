package nnrun.tensor;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The compiled loops of one structure: the scalar one that every run starts with, and the vector one that takes over
/// once it is compiled. A vector loop is some hundred times slower than the scalar one until the optimizing compiler
/// has seen it, so it is made only where the scalar loop has proved to have much to do, and warmed on numbers of its
/// own by a background thread. The bits are the same before and after.
///
/// A structure has one object in a virtual machine, a memo of a pure function, so that twenty equal layers warm one
/// loop.
final class Loops {
  /// Elements after which a vector loop is worth its warming up.
  private static final long MUCH = 10_000_000;

  /// Elements a run below which vectors gain nothing.
  private static final long SMALL = 512;

  private static final int CALLS = 20;
  private static final int WIDE_EVERY = 10;
  private static final int ENOUGH = 1500;
  private static final int PATIENCE = 4000;

  private static final Map<String, Loops> MEMO = new ConcurrentHashMap<>();
  private static final LinkedBlockingQueue<Request> WAITING = new LinkedBlockingQueue<>();

  private static @Nullable Thread warmer;

  private final Loop.Kind kind;
  private final Precision precision;
  private final boolean vectorizes;
  private volatile Loop current;
  private long done;
  private boolean asked;
  private volatile boolean settled;
  private volatile boolean vector;

  private Loops(Loop.Kind kind, List<Assign> assigns, Leaves leaves, Precision precision) {
    this.kind = kind;
    this.precision = precision;
    vectorizes = Kernels.vectors() && LoopCompiler.vectorizes(kind, leaves, precision);
    settled = !vectorizes;
    current = LoopCompiler.compile(kind, assigns, leaves, precision, false);
  }

  /// @param leaves of these expressions
  static Loops of(Loop.Kind kind, List<Assign> assigns, Leaves leaves, Precision precision) {
    return MEMO.computeIfAbsent(
        kind + " " + precision + " " + leaves.structure(), _ -> new Loops(kind, assigns, leaves, precision));
  }

  /// Some expressions of this structure, which the memo must not keep: they hold matrices.
  private record Request(Loops loops, List<Assign> assigns, Leaves leaves) {}

  /// The loop to run now over so many elements.
  ///
  /// @param assigns expressions of this structure, with their leaves
  Loop current(long elements, List<Assign> assigns, Leaves leaves) {
    if (!asked && vectorizes && elements >= SMALL) {
      done += elements;
      if (done > MUCH) {
        warm(assigns, leaves);
      }
    }
    return current;
  }

  private void warm(List<Assign> assigns, Leaves leaves) {
    asked = true;
    synchronized (WAITING) {
      WAITING.add(new Request(this, assigns, leaves));
      if (warmer == null) {
        warmer = Thread.ofPlatform().daemon().name("nnrun-warm-loops").start(Loops::serve);
      }
    }
  }

  /// Waits until it is decided which loop stays.
  void settle(List<Assign> assigns, Leaves leaves) throws InterruptedException {
    if (!asked && vectorizes) {
      warm(assigns, leaves);
    }
    while (!settled) {
      Thread.sleep(1);
    }
  }

  /// Whether the vector loop runs.
  boolean isVector() {
    return vector;
  }

  private static void serve() {
    try {
      while (true) {
        Request request = WAITING.take();
        request.loops.warmUp(request.assigns, request.leaves);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Calls the vector loop until it runs without making objects: then it is compiled, and not before. Where the machine
  /// lacks the vectors asked for this never happens, and the scalar loop stays.
  private void warmUp(List<Assign> assigns, Leaves leaves) throws InterruptedException {
    try {
      Loop compiled = LoopCompiler.compile(kind, assigns, leaves, precision, true);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      int rows = 11; // some side by side, and some left
      int columns = 300; // more than a block
      int few = 67; // whole vectors of every width, and some elements left
      Object[] arrays = new Object[leaves.matrices.size() + assigns.size()];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = Products.array(precision, rows * columns);
      }
      double[] numbers = new double[leaves.numbers.size()];
      long[] keys = new long[leaves.uniforms.size()];
      int quiet = 0;
      for (int round = 0; round < PATIENCE && quiet < 3; round++) {
        if (round > ENOUGH) {
          Thread.sleep(5); // the compiler works
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS; call++) {
          boolean wide = call % WIDE_EVERY == 0;
          compiled.run(arrays, numbers, keys, 0, wide ? rows : 3, 0, wide ? columns : few, wide ? columns : few, 0);
        }
        quiet = threads.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      }
      if (quiet == 3) {
        current = compiled;
        vector = true;
      }
    } finally {
      settled = true;
    }
  }
}
