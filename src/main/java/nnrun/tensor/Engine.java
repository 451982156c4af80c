package nnrun.tensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// Makes matrices of one precision and prepares the operations on them. Everything above this package is written once
/// against these few verbs; an [Op] is made when a network is built and run once a step.
public final class Engine implements AutoCloseable {
  /// Version of the arithmetic: raised when the same config, data and seed come to other numbers than before.
  public static final int ARITHMETIC = 2;

  private enum Mode {
    FAST,
    PLAIN,
    PLANNING
  }

  /// Elements below which a loop is not worth a meeting of the team, which costs what the vector loops need for some
  /// thousand; and where each takes a function or a random number.
  static final int ALONE = 16_384;

  private static final int ALONE_WITH_FUNCTIONS = 4096;

  /// Columns that are cut together: a vector of any width and precision.
  private static final int LANES = 16;

  private final Precision precision;
  private final Mode mode;
  private final Team team;
  private long bytes;

  private Engine(Precision precision, Mode mode, int threads) {
    this.precision = precision;
    this.mode = mode;
    team = new Team(threads);
  }

  /// The engine to train with.
  public static Engine of(Precision precision, int threads) {
    return new Engine(precision, Mode.FAST, threads);
  }

  /// Every operation by its plain loop: slow, and what the fast ones are tested against.
  public static Engine plain(Precision precision) {
    return new Engine(precision, Mode.PLAIN, 1);
  }

  /// Matrices without memory and operations that do nothing: tells the shapes and bytes of a network before it is
  /// built.
  public static Engine planning(Precision precision) {
    return new Engine(precision, Mode.PLANNING, 1);
  }

  /// Whether the processor rounds a·b + c once in one instruction. Without it every multiply-add takes hundreds of
  /// nanoseconds; the bits are the same.
  public static boolean hasFastFma() {
    HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return machine == null || Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
  }

  /// What the products of this engine run on, for the log.
  public String products() {
    return mode == Mode.FAST ? Kernels.of(precision).describe() : "plain loops";
  }

  /// Begins to make the fast products ready in the background, for whoever will train soon.
  public static void warm(Precision precision) {
    Kernels.of(precision).warm();
  }

  /// Whether no code is being warmed in the background: what runs fast by then runs fast for good.
  public boolean idle() {
    return Warmer.idle();
  }

  public Precision precision() {
    return precision;
  }

  /// Whether its matrices have no memory.
  public boolean isPlanning() {
    return mode == Mode.PLANNING;
  }

  public int threads() {
    return team.threads();
  }

  /// Bytes of all matrices made so far.
  public long bytes() {
    return bytes;
  }

  /// A matrix of zeros.
  public Matrix matrix(int rows, int columns) {
    if (rows < 0 || columns < 0 || (long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " x " + columns + " numbers; the most is " + (Integer.MAX_VALUE - 8));
    }
    bytes = Math.addExact(bytes, (long) rows * columns * precision.bytes());
    return Matrix.create(precision, rows, columns, mode != Mode.PLANNING);
  }

  /// A matrix of the shape that another was made with. Its rows do not follow the other's; loops take their extent from
  /// the matrix they go over.
  public Matrix matrixLike(Matrix other) {
    return matrix(other.capacityRows(), other.columns());
  }

  /// target(row, column) = value, for every element of the target.
  public Op set(Matrix target, Expr value) {
    return set(new Assign(target, value));
  }

  /// Several targets of one shape in one pass; all values of a place are computed before any of them is written.
  public Op set(Assign... assigns) {
    return loop(Loop.Kind.SET, assigns[0].target(), assigns);
  }

  /// target(0, column) = Σ over rows: chains of 256 rows, the chains added in a fixed pairwise tree.
  ///
  /// @param over gives the rows and columns to go through
  public Op sumRows(Matrix over, Assign... assigns) {
    return loop(Loop.Kind.SUM_ROWS, over, assigns);
  }

  /// target(row, 0) = Σ over columns, one chain in ascending order.
  public Op sumFeatures(Matrix over, Assign... assigns) {
    return loop(Loop.Kind.SUM_FEATURES, over, assigns);
  }

  /// target(row, 0) = the greatest over columns.
  public Op maxFeatures(Matrix over, Assign... assigns) {
    return loop(Loop.Kind.MAX_FEATURES, over, assigns);
  }

  /// target(row, to + c) = source(row, from + c) for c in 0..count and every row of the source.
  public Op columns(Matrix target, int to, Matrix source, int from, int count) {
    if (from + count > source.columns() || to + count > target.columns() || target.precision() != source.precision()) {
      throw new IllegalArgumentException(count + " columns from " + from + " of " + source + " do not fit " + target);
    }
    return mode == Mode.PLANNING
        ? () -> {}
        : () -> {
          for (int r = 0; r < source.rows(); r++) {
            System.arraycopy(
                source.array(), r * source.columns() + from, target.array(), r * target.columns() + to, count);
          }
        };
  }

  /// Does the work for all rows of a matrix: each thread for its share of them, where they are many numbers.
  public Op rows(Matrix over, Rowwise.Work work) {
    return mode == Mode.PLANNING ? () -> {} : new Rowwise(team, over, work);
  }

  /// y (n, m) = a (n, k) · b (k, m) + bias (1, m)
  public Op product(Matrix y, Matrix a, Matrix b, @Nullable Matrix bias) {
    return product(new ProductOp(ProductOp.Form.PLAIN, y, a, b, bias));
  }

  /// y (n, m) = aᵀ · b, with a (k, n) and b (k, m): a sum over rows, in chains of 256.
  public Op productTransA(Matrix y, Matrix a, Matrix b) {
    return product(new ProductOp(ProductOp.Form.TRANS_A, y, a, b, null));
  }

  /// y (n, m) = a (n, k) · bᵀ, with b (m, k).
  public Op productTransB(Matrix y, Matrix a, Matrix b) {
    return product(new ProductOp(ProductOp.Form.TRANS_B, y, a, b, null));
  }

  /// Operations of which none needs or changes what another writes, in one piece of work for the team. They are run by
  /// it alone from now on.
  public Op together(List<Op> ops) {
    return region(ops, false);
  }

  /// Operations in their order, in one piece of work for the team. What one computes in a column may depend on what
  /// those before it wrote in this column, and on nothing that they wrote in others.
  public Op byColumns(Op... ops) {
    for (Op op : ops) {
      if (op instanceof Elementwise loop) {
        loop.cutColumns();
      }
    }
    return region(List.of(ops), true);
  }

  private Op region(List<Op> ops, boolean chain) {
    List<Op> all = List.copyOf(ops);
    if (mode == Mode.FAST) {
      List<Region.Member> members = all.stream().map(Region.Member.class::cast).toList();
      return new Region(team, chain ? members : joined(members), chain);
    }
    return () -> all.forEach(Op::run);
  }

  /// Loops of one structure and the same numbers become one, so that what is done once a loop is done once for all.
  private static List<Region.Member> joined(List<Region.Member> members) {
    List<Region.Member> all = new ArrayList<>();
    for (Region.Member member : members) {
      if (!(member instanceof Elementwise loop
          && all.stream().anyMatch(it -> it instanceof Elementwise first && first.join(loop)))) {
        all.add(member);
      }
    }
    return all;
  }

  private Op product(ProductOp p) {
    boolean transA = p.form() == ProductOp.Form.TRANS_A;
    if (p.columns() != p.y().columns()
        || (transA ? p.y().capacityRows() < p.rows() : p.a().columns() != depthOfB(p))
        || (p.bias() != null && p.bias().columns() != p.columns())
        || p.y() == p.a()
        || p.y() == p.b()) {
      throw new IllegalArgumentException("shapes of a product do not fit: " + p);
    }
    return switch (mode) {
      case PLANNING -> () -> {};
      case PLAIN -> () -> Plain.product(p);
      case FAST -> Products.prepare(p, team);
    };
  }

  private static int depthOfB(ProductOp p) {
    return p.form() == ProductOp.Form.TRANS_B ? p.b().columns() : p.b().rows();
  }

  private Op loop(Loop.Kind kind, Matrix over, Assign... assigns) {
    List<Assign> list = List.of(assigns);
    Leaves leaves = new Leaves(kind, list, over);
    return switch (mode) {
      case PLANNING -> () -> {};
      case PLAIN -> () -> Plain.loop(kind, list, over.rows(), over.columns());
      case FAST ->
          kind == Loop.Kind.SUM_ROWS ? new RowSums(list, leaves, over) : new Elementwise(kind, list, leaves, over);
    };
  }

  @Override
  public void close() {
    team.close();
  }

  /// Where a part of the columns begins.
  private static int cut(int columns, int part, int parts) {
    int pieces = (columns + LANES - 1) / LANES;
    return (int) Math.min(columns, (long) pieces * part / parts * LANES);
  }

  /// What a compiled loop is run with, gathered once a run.
  private abstract class Compiled implements Region.Member {
    final Loops loops;
    Loop loop;
    final Matrix over;
    final Object[] arrays;
    final double[] numbers;
    private final DoubleSupplier[] values;
    final long[] keys;
    final Leaves leaves;
    private final List<Assign> assigns;
    final int alone;
    boolean large;

    Compiled(Loop.Kind kind, List<Assign> assigns, Leaves leaves, Matrix over) {
      this.over = over;
      loops = Loops.of(kind, assigns, leaves, precision);
      this.assigns = assigns;
      this.leaves = leaves;
      boolean functions = leaves.operations.stream().anyMatch(Expr.UnaryOp::isFunction);
      alone = functions || !leaves.uniforms.isEmpty() ? ALONE_WITH_FUNCTIONS : ALONE;
      large = team.threads() > 1 && capacity() >= alone;
      loop = loops.current(0, assigns, leaves);
      List<Object> all = new ArrayList<>();
      leaves.matrices.forEach(m -> all.add(m.array()));
      assigns.forEach(a -> all.add(a.target().array()));
      arrays = all.toArray();
      values = leaves.numbers.stream().map(Expr.Number::value).toArray(DoubleSupplier[]::new);
      numbers = new double[values.length];
      keys = new long[leaves.uniforms.size()];
    }

    @Override
    public final void prepare() {
      loop = loops.current(elements(), assigns, leaves);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values[i].getAsDouble();
      }
      for (int i = 0; i < keys.length; i++) {
        keys[i] = leaves.uniforms.get(i).key().getAsLong();
      }
    }

    final long capacity() {
      return (long) over.capacityRows() * over.columns();
    }

    @Override
    public final boolean large() {
      return large;
    }

    @Override
    public boolean worth() {
      return large && over.size() >= alone;
    }

    long elements() {
      return over.size();
    }

    @Override
    public final void whole() {
      part(0, 1);
    }

    @Override
    public final void run() {
      prepare();
      if (worth()) {
        team.run(this);
      } else {
        whole();
      }
    }
  }

  private final class Elementwise extends Compiled {
    private boolean byColumns;

    /// This one, and those that are run with it.
    private Elementwise[] all = {this};

    private long elements;

    Elementwise(Loop.Kind kind, List<Assign> assigns, Leaves leaves, Matrix over) {
      super(kind, assigns, leaves, over);
      elements = capacity();
    }

    /// Runs another one with this one from now on, if it differs in its matrices alone.
    boolean join(Elementwise other) {
      boolean alike = loops == other.loops && leaves.numbers.equals(other.leaves.numbers) && leaves.uniforms.isEmpty();
      if (alike) {
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = other;
        elements += other.capacity();
        large |= other.large;
      }
      return alike;
    }

    /// Rows are the usual cut. A loop that knows no columns can be cut there if it has one row.
    void cutColumns() {
      if (!leaves.placed && over.capacityRows() > 1) {
        throw new IllegalArgumentException("a loop over " + over + " that cannot be cut by columns");
      }
      byColumns = true;
    }

    @Override
    public void part(int part, int parts) {
      if (byColumns) {
        columns(part, parts);
        return;
      }
      for (Elementwise one : all) {
        int rows = one.over.rows();
        int columns = one.over.columns();
        int from = (int) ((long) rows * part / parts);
        int to = (int) ((long) rows * (part + 1) / parts);
        loop.run(one.arrays, numbers, keys, from, to, 0, columns, columns, 0);
      }
    }

    @Override
    long elements() {
      return all.length == 1 ? over.size() : elements;
    }

    @Override
    public boolean worth() {
      if (large) {
        for (Elementwise one : all) {
          if (one.over.size() >= alone) {
            return true;
          }
        }
      }
      return false;
    }

    private void columns(int part, int parts) {
      int rows = over.rows();
      int columns = over.columns();
      int from = cut(columns, part, parts);
      int to = cut(columns, part + 1, parts);
      if (leaves.placed) {
        loop.run(arrays, numbers, keys, 0, rows, from, to, columns, 0);
      } else {
        loop.run(arrays, numbers, keys, from, to, 0, 1, 1, 0);
      }
    }
  }

  /// A sum over rows: chains into `partial`, a (chains, columns) matrix a target, then the tree. One chain is written
  /// into the target at once, if nothing else looks at that.
  private final class RowSums extends Compiled {
    private final List<Assign> assigns;
    private final Matrix[] partials;

    RowSums(List<Assign> assigns, Leaves leaves, Matrix over) {
      super(Loop.Kind.SUM_ROWS, assigns, leaves, over);
      this.assigns = assigns;
      int first = arrays.length - assigns.size();
      int chains = Plain.chains(over.capacityRows());
      partials = new Matrix[chains == 1 && areTargetsAlone(assigns, leaves) ? 0 : assigns.size()];
      for (int i = 0; i < partials.length; i++) {
        partials[i] = matrix(chains, over.columns());
        arrays[first + i] = partials[i].array();
      }
    }

    private static boolean areTargetsAlone(List<Assign> assigns, Leaves leaves) {
      List<Matrix> targets = assigns.stream().map(Assign::target).toList();
      return targets.stream().noneMatch(leaves.matrices::contains)
          && targets.stream().distinct().count() == targets.size();
    }

    @Override
    public void part(int part, int parts) {
      int columns = over.columns();
      int from = cut(columns, part, parts);
      int to = cut(columns, part + 1, parts);
      int rows = over.rows();
      int chains = Plain.chains(rows);
      for (int chain = 0; chain < chains; chain++) {
        int end = Math.min(rows, (chain + 1) * Plain.CHAIN);
        loop.run(arrays, numbers, keys, chain * Plain.CHAIN, end, from, to, columns, chain * columns);
      }
      for (int i = 0; i < partials.length; i++) {
        tree(partials[i], chains, from, to, assigns.get(i).target());
      }
    }
  }

  /// Adds the first `chains` rows in a pairwise tree, in place, and takes the sum; some columns of them.
  static void tree(Matrix partial, int chains, int from, int to, Matrix target) {
    int columns = partial.columns();
    for (int step = 1; step < chains; step *= 2) {
      for (int i = 0; i + step < chains; i += 2 * step) {
        add(partial.array(), i * columns, (i + step) * columns, from, to);
      }
    }
    System.arraycopy(partial.array(), from, target.array(), from, to - from);
  }

  private static void add(Object array, int row, int other, int from, int to) {
    if (array instanceof float[] p) {
      for (int c = from; c < to; c++) {
        p[row + c] += p[other + c];
      }
    } else if (array instanceof double[] p) {
      for (int c = from; c < to; c++) {
        p[row + c] += p[other + c];
      }
    }
  }
}
