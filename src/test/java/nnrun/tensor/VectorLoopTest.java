package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Vector loops against the scalar loops of the same expressions, bit for bit.
class VectorLoopTest {
  private static final int ROWS = 37;
  private static final int COLUMNS = 101; // whole vectors of every width, and some elements left

  private record Operands(Matrix x, Matrix z, Matrix feature, Matrix row) {}

  @BeforeAll
  static void vectorsAreThere() {
    assumeTrue(Kernels.vectors(), "the Vector API is not there");
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyOperationAndLeaf(Precision precision) {
    List<Function<Operands, Expr>> formulas = new ArrayList<>();
    for (Expr.UnaryOp op : Expr.UnaryOp.values()) {
      formulas.add(o -> new Expr.Unary(op, Expr.of(o.x)));
    }
    for (Expr.BinaryOp op : Expr.BinaryOp.values()) {
      formulas.add(o -> new Expr.Binary(op, Expr.of(o.x), Expr.of(o.z)));
      formulas.add(o -> new Expr.Binary(op, Expr.perRow(o.row), Expr.perFeature(o.feature)));
    }
    for (Expr.Comparison op : Expr.Comparison.values()) {
      formulas.add(o -> new Expr.Condition(op, Expr.of(o.x), Expr.of(o.z)).then(Expr.of(o.x), -1));
    }
    formulas.add(o -> Expr.of(o.x).fma(Expr.of(o.z), Expr.perFeature(o.feature)));
    formulas.add(o -> Expr.of(o.x).times(Expr.number(() -> 0.1)).plus(Expr.rowsOf(o.x)));
    formulas.add(o -> Expr.perRow(o.row).negate().times(Expr.of(o.z).squared().plus(1).sqrt()));
    formulas.add(o -> Expr.uniform(() -> 42).less(0.3).then(0, 2).times(Expr.of(o.x)).plus(Expr.uniform(() -> 43)));
    formulas.add(o -> Expr.of(o.x).minus(Expr.perRow(o.row)).exp().plus(Expr.of(o.z).abs().log1p().tanh()));
    int tested = 0;
    for (Function<Operands, Expr> formula : formulas) {
      for (Loop.Kind kind : Loop.Kind.values()) {
        tested += sameBits(precision, kind, formula) ? 1 : 0;
      }
    }
    assertThat(tested).isGreaterThan(precision == Precision.FLOAT32 ? 70 : 40);
  }

  /// From one chain a column to nine.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void severalSumsDownTheRows(Precision precision) {
    try (Engine engine = Engine.of(precision, 1)) {
      Matrix x = numbers(engine.matrix(ROWS, COLUMNS), "x");
      Matrix feature = numbers(engine.matrix(1, COLUMNS), "feature");
      for (int count = 1; count <= 9; count++) {
        List<List<Assign>> ways = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < count; i++) {
          Expr value = Expr.of(x).minus(Expr.perFeature(feature)).times(i - 1);
          ways.forEach(way -> way.add(new Assign(engine.matrix(1, COLUMNS), value)));
        }
        run(precision, Loop.Kind.SUM_ROWS, x, ways.getFirst(), false);
        run(precision, Loop.Kind.SUM_ROWS, x, ways.getLast(), true);
        for (int i = 0; i < count; i++) {
          for (int c = 0; c < COLUMNS; c++) {
            assertThat(Double.doubleToLongBits(ways.getLast().get(i).target().at(c)))
                .as("sum %d of %d, column %d", i, count, c)
                .isEqualTo(Double.doubleToLongBits(ways.getFirst().get(i).target().at(c)));
          }
        }
      }
    }
  }

  /// Threads take parts of the rows and columns: what lies behind a part is not written.
  @Test
  void nothingIsWrittenBehindTheEnd() {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Matrix x = numbers(engine.matrix(ROWS, COLUMNS), "x");
      Matrix y = engine.matrix(ROWS, COLUMNS);
      y.fill(7);
      List<Assign> assigns = List.of(new Assign(y, Expr.of(x).tanh()));
      Leaves leaves = new Leaves(Loop.Kind.SET, assigns, x);
      Loop loop = LoopCompiler.compile(Loop.Kind.SET, assigns, leaves, Precision.FLOAT32, true);
      loop.run(new Object[] {x.array(), y.array()}, new double[0], new long[0], 0, 3, 0, COLUMNS, COLUMNS, 0);
      assertThat(y.at(3 * COLUMNS - 1)).isNotEqualTo(7);
      assertThat(y.at(3 * COLUMNS)).isEqualTo(7);
    }
  }

  /// The vector loop takes over by itself once it is compiled, and nothing changes.
  @Test
  void theVectorLoopTakesOver() throws InterruptedException {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Matrix x = engine.matrix(64, 64);
      Matrix y = engine.matrix(64, 64);
      List<Assign> assigns = List.of(new Assign(y, Expr.of(x).plus(17.25).squared()));
      Leaves leaves = new Leaves(Loop.Kind.SET, assigns, x);
      Loops loops = Loops.of(Loop.Kind.SET, assigns, leaves, Precision.FLOAT32);
      loops.settle(assigns, leaves);
      assertThat(loops.isVector()).isTrue();
      Op op = engine.set(assigns.getFirst());
      x.fill(3);
      op.run();
      assertThat(y.at(77)).isEqualTo(20.25 * 20.25);
    }
  }

  /// Whether there is a vector form.
  private static boolean sameBits(Precision precision, Loop.Kind kind, Function<Operands, Expr> formula) {
    try (Engine engine = Engine.of(precision, 1)) {
      Operands o =
          new Operands(
              numbers(engine.matrix(ROWS, COLUMNS), "x"),
              numbers(engine.matrix(ROWS, COLUMNS), "z"),
              numbers(engine.matrix(1, COLUMNS), "feature"),
              numbers(engine.matrix(ROWS, 1), "row"));
      Expr value = formula.apply(o);
      int rows = kind == Loop.Kind.SUM_ROWS ? 1 : ROWS;
      int columns = kind == Loop.Kind.SET || kind == Loop.Kind.SUM_ROWS ? COLUMNS : 1;
      Matrix scalar = engine.matrix(rows, columns);
      Matrix vector = engine.matrix(rows, columns);
      List<Assign> assigns = List.of(new Assign(vector, value));
      if (!LoopCompiler.vectorizes(kind, new Leaves(kind, assigns, o.x), precision)) {
        return false;
      }
      run(precision, kind, o.x, new Assign(scalar, value), false);
      run(precision, kind, o.x, new Assign(vector, value), true);
      for (int i = 0; i < scalar.size(); i++) {
        assertThat(Double.doubleToLongBits(vector.at(i)))
            .as("%s %s of %s at %d", precision, kind, value, i)
            .isEqualTo(Double.doubleToLongBits(scalar.at(i)));
      }
      return true;
    }
  }

  private static Matrix numbers(Matrix m, String name) {
    Stream random = Stream.of(3).named(name);
    for (int i = 0; i < m.size(); i++) {
      m.put(i, random.normal(i) * StrictMath.pow(10, random.below(7, i) - 4));
    }
    double[] special = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0, 745, -745, 1e-40, 1e-310
    };
    for (int i = 0; i < special.length; i++) {
      m.put((i * 7) % (int) m.size(), special[i]);
    }
    return m;
  }

  private static void run(Precision precision, Loop.Kind kind, Matrix over, Assign assign, boolean vectors) {
    run(precision, kind, over, List.of(assign), vectors);
  }

  private static void run(Precision precision, Loop.Kind kind, Matrix over, List<Assign> assigns, boolean vectors) {
    Leaves leaves = new Leaves(kind, assigns, over);
    Loop loop = LoopCompiler.compile(kind, assigns, leaves, precision, vectors);
    List<Object> arrays = new ArrayList<>();
    leaves.matrices.forEach(m -> arrays.add(m.array()));
    assigns.forEach(assign -> arrays.add(assign.target().array()));
    double[] numbers = leaves.numbers.stream().mapToDouble(n -> n.value().getAsDouble()).toArray();
    long[] keys = leaves.uniforms.stream().mapToLong(u -> u.key().getAsLong()).toArray();
    loop.run(arrays.toArray(), numbers, keys, 0, over.rows(), 0, over.columns(), over.columns(), 0);
  }
}
