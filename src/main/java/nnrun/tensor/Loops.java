package nnrun.tensor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The compiled loops of one structure: the scalar one that every run starts with, and the vector one that takes over
/// once it is compiled. It is made only where the scalar loop has proved to have much to do, and warmed by [Warmer].
/// The bits are the same before and after.
///
/// A structure has one object in a virtual machine, a memo of a pure function, so that twenty equal layers warm one
/// loop.
final class Loops {
  /// Elements after which a vector loop is worth its warming up, which takes a second of two cores from the training:
  /// soon where one run is long enough to be a good part of a step, late where it is not.
  private static final long MUCH = 10_000_000;

  private static final long MUCH_BY_SMALL_RUNS = 100_000_000;

  private static final long SMALL_RUN = 4096;

  /// Elements a run below which vectors gain little, or lose where a row is one vector for one number.
  private static final long SMALL = 64;

  private static final Map<String, Loops> MEMO = new ConcurrentHashMap<>();

  private final Loop.Kind kind;
  private final Precision precision;
  private final boolean vectorizes;
  private volatile Loop current;
  private long done;
  private boolean asked;
  private volatile boolean settled;
  private volatile boolean vector;
  private final Trial trial = new Trial(); // made here, since asking for it must allocate next to nothing

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

  /// The loop to run now over so many elements.
  ///
  /// @param assigns expressions of this structure, with their leaves
  Loop current(long elements, List<Assign> assigns, Leaves leaves) {
    if (!asked && vectorizes && elements >= SMALL) {
      done += elements;
      if (done > (elements < SMALL_RUN ? MUCH_BY_SMALL_RUNS : MUCH)) {
        warm(assigns, leaves);
      }
    }
    return current;
  }

  /// Asked for once, by whichever of the trainings that share it comes first.
  private synchronized void warm(List<Assign> assigns, Leaves leaves) {
    if (asked) {
      return;
    }
    asked = true;
    trial.assigns = assigns;
    trial.leaves = leaves;
    Warmer.warm(trial);
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

  /// A vector loop on small matrices of its own, made by the thread that warms it.
  private final class Trial implements Warmer.Code {
    private static final int ROWS = 11; // some side by side, and some left
    private static final int COLUMNS = 300; // more than a block

    /// Some expressions of this structure, until it is decided: they hold matrices, which the memo must not keep.
    private @Nullable List<Assign> assigns;

    private @Nullable Leaves leaves;
    private Loop[] loops = {};
    private Object[] arrays = {};
    private double[] numbers = {};
    private long[] keys = {};
    private int call;

    @Override
    public void make() {
      List<Assign> all = Objects.requireNonNull(assigns);
      Leaves of = Objects.requireNonNull(leaves);
      loops = new Loop[] {new First(), LoopCompiler.compile(kind, all, of, precision, true), new Second()};
      arrays = new Object[of.matrices.size() + all.size()];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = Products.array(precision, ROWS * COLUMNS);
      }
      numbers = new double[of.numbers.size()];
      keys = new long[of.uniforms.size()];
    }

    /// Whole vectors of every width, and some elements left; whole vectors alone; elements alone; at times a large one.
    @Override
    public void call() {
      call++;
      boolean large = call % 8 == 2;
      int rows = large ? ROWS : 3;
      int columns = large ? COLUMNS : call % 8 == 0 ? 64 : call % 8 == 1 ? 3 : 67;
      fill();
      for (Loop loop : loops) {
        loop.run(arrays, numbers, keys, 0, rows, 0, columns, columns, 0);
      }
    }

    /// Numbers of every kind, so that every branch is taken.
    private void fill() {
      for (int i = 0; i < arrays.length; i++) {
        int at = call * 7 % (ROWS * COLUMNS);
        double number = SAMPLES[(call + 3 * i) % SAMPLES.length];
        if (arrays[i] instanceof float[] a) {
          a[at] = (float) number;
        } else {
          ((double[]) arrays[i])[at] = number;
        }
      }
    }

    @Override
    public void decided(boolean compiled) {
      if (compiled) {
        current = loops[1];
        vector = true;
      }
      assigns = null;
      leaves = null;
      loops = new Loop[0];
      arrays = new Object[0];
      settled = true;
    }
  }

  private static final double[] SAMPLES = {0, 1, -1, 0.5, -0.5, 3, -7, 1e-30, -1e-30, 50, -50, 1e30, -1e30};

  /// Two that do nothing: three classes at one call site are called, not copied to it.
  private static final class First extends Loop {
    @Override
    void run(
        Object[] arrays,
        double[] numbers,
        long[] keys,
        int rowFrom,
        int rowTo,
        int columnFrom,
        int columnTo,
        int columns,
        int base) {}
  }

  private static final class Second extends Loop {
    @Override
    void run(
        Object[] arrays,
        double[] numbers,
        long[] keys,
        int rowFrom,
        int rowTo,
        int columnFrom,
        int columnTo,
        int columns,
        int base) {}
  }
}
