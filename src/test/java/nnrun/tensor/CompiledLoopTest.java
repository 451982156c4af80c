package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compiled loops against the plain ones, bit for bit.
class CompiledLoopTest {
  private static final int ROWS = 601; // more than two chains of 256
  private static final int COLUMNS = 37; // no multiple of a lane count

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyOperationGivesTheBitsOfThePlainLoop(Precision precision) {
    for (Expr.UnaryOp op : Expr.UnaryOp.values()) {
      sameBits(precision, Loop.Kind.SET, (x, _) -> new Expr.Unary(op, Expr.of(x)));
    }
    for (Expr.BinaryOp op : Expr.BinaryOp.values()) {
      sameBits(precision, Loop.Kind.SET, (x, f) -> new Expr.Binary(op, Expr.of(x), Expr.perFeature(f)));
    }
    for (Expr.Comparison op : Expr.Comparison.values()) {
      sameBits(
          precision,
          Loop.Kind.SET,
          (x, f) -> new Expr.Condition(op, Expr.of(x), Expr.perFeature(f)).then(Expr.of(x).times(2), -1));
    }
    sameBits(precision, Loop.Kind.SET, (x, f) -> Expr.of(x).fma(Expr.of(x), Expr.perFeature(f)));
    sameBits(precision, Loop.Kind.SET, (_, _) -> Expr.uniform(() -> 42));
    sameBits(precision, Loop.Kind.SET, (x, _) -> Expr.of(x).times(Expr.number(() -> 0.1)).plus(Expr.rowsOf(x)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyReductionGivesTheBitsOfThePlainLoop(Precision precision) {
    for (Loop.Kind kind : Loop.Kind.values()) {
      sameBits(precision, kind, (x, f) -> Expr.of(x).minus(Expr.perFeature(f)).squared());
    }
  }

  /// Sub-expressions used several times, also from two results, and targets that are leaves.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void severalResultsComeFromTheValuesBeforeTheRun(Precision precision) {
    for (int threads : new int[] {1, 2}) {
      sameAfter(
          precision,
          threads,
          (engine, p, m, v, _, _) -> {
            // Adam's shape: one pass over two slots and the parameter.
            Expr g = Expr.of(p).times(0.3).plus(0.1);
            Expr newM = Expr.of(m).times(0.9).plus(g.times(0.1)).flushTiny();
            Expr newV = Expr.of(v).abs().times(0.999).plus(g.squared().times(0.001));
            Expr newP = Expr.of(p).minus(newM.times(Expr.number(() -> 0.01)).over(newV.sqrt().plus(1e-8)));
            return engine.set(new Assign(p, newP), new Assign(m, newM), new Assign(v, newV));
          });
      sameAfter(
          precision,
          threads,
          (engine, p, m, _, _, _) -> engine.set(new Assign(p, Expr.of(m)), new Assign(m, Expr.of(p))));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void rowAndFeatureLeavesMayBeTheTargetsOfTheReduction(Precision precision) {
    for (int threads : new int[] {1, 2}) {
      sameAfter(
          precision,
          threads,
          (engine, p, m, _, f, r) -> {
            Expr shifted = Expr.of(p).minus(Expr.perRow(r)).exp();
            Op first = engine.maxFeatures(p, new Assign(r, Expr.of(p).min(5)));
            Op second = engine.sumFeatures(p, new Assign(r, shifted.plus(Expr.perFeature(f))));
            Op third = engine.sumRows(p, new Assign(f, Expr.of(p).times(Expr.perFeature(f)).plus(Expr.perRow(r))));
            Op last = engine.set(m, shifted.over(Expr.perRow(r).plus(Expr.perFeature(f))));
            return () -> {
              first.run();
              second.run();
              third.run();
              last.run();
            };
          });
    }
  }

  /// Ten rows are one chain, which needs no partial sums where the targets are read by nothing else.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aSumOfOneChainMayReadItsTargetsOrHaveOneTwice(Precision precision) {
    assertThat(sumsOfTenRows(Engine.of(precision, 2))).isEqualTo(sumsOfTenRows(Engine.plain(precision)));
  }

  private static List<Double> sumsOfTenRows(Engine engine) {
    try (engine) {
      Matrix p = engine.matrix(10, 3);
      Matrix read = engine.matrix(1, 3);
      Matrix one = engine.matrix(1, 3);
      Matrix other = engine.matrix(1, 3);
      Matrix twice = engine.matrix(1, 3);
      for (int i = 0; i < p.size(); i++) {
        p.put(i, i + 0.5);
      }
      List.of(read, one, other).forEach(f -> f.fill(2));
      Expr x = Expr.of(p);
      List.of(
              engine.sumRows(p, new Assign(read, x.times(Expr.perFeature(read)))),
              engine.sumRows(p, new Assign(one, x), new Assign(other, x.plus(Expr.perFeature(one)))),
              engine.sumRows(p, new Assign(twice, x), new Assign(twice, x.times(3))))
          .forEach(Op::run);
      return List.of(read, one, other, twice).stream()
          .flatMap(f -> IntStream.range(0, 3).mapToObj(c -> f.at(c)))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void fewerRowsLeaveTheOthersAlone(Precision precision) {
    for (int rows : new int[] {0, 1, 255, 256, 257, 513}) {
      sameAfter(
          precision,
          2,
          (engine, p, m, v, f, r) -> {
            Op set = engine.set(m, Expr.of(p).plus(Expr.perRow(r)).over(Expr.rowsOf(p)));
            Op sumRows = engine.sumRows(p, new Assign(f, Expr.of(p)), new Assign(f, Expr.of(v)));
            Op sumFeatures = engine.sumFeatures(p, new Assign(r, Expr.of(p)));
            return () -> {
              for (Matrix matrix : new Matrix[] {p, m, v, r}) {
                matrix.rows(rows);
              }
              set.run();
              sumRows.run();
              sumFeatures.run();
              for (Matrix matrix : new Matrix[] {p, m, v, r}) {
                matrix.rows(ROWS);
              }
            };
          });
    }
  }

  /// Trees of depth 5 from all operations and leaves, with nodes used again; the seeds are fixed.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void randomExpressionsGiveTheBitsOfThePlainLoop(Precision precision) {
    for (int seed = 0; seed < 60; seed++) {
      Stream random = Stream.of(seed);
      sameAfter(
          precision,
          1 + seed % 3,
          (engine, p, m, v, f, r) -> {
            Trees trees = new Trees(random, List.of(Expr.of(p), Expr.of(m), Expr.perFeature(f), Expr.perRow(r)));
            Assign one = new Assign(p, trees.make(5));
            Assign two = new Assign(m, trees.make(5));
            Op set = engine.set(one, two);
            Op sumRows = engine.sumRows(v, new Assign(f, trees.make(4)));
            Op across =
                random.below(2, 99) == 0
                    ? engine.sumFeatures(v, new Assign(r, trees.make(4)))
                    : engine.maxFeatures(v, new Assign(r, trees.make(4)));
            return () -> {
              set.run();
              sumRows.run();
              across.run();
            };
          });
    }
  }

  private static final class Trees {
    private static final double[] CONSTANTS = {
      0, -0.0, 1, -1, 0.1, 2, 1e-30, -1e30, Double.NaN, Double.POSITIVE_INFINITY
    };
    private final Stream random;
    private final List<Expr> made = new ArrayList<>();
    private int draws;

    Trees(Stream random, List<Expr> leaves) {
      this.random = random;
      made.addAll(leaves);
    }

    private int below(int bound) {
      return random.below(bound, 1000 + draws++);
    }

    Expr make(int depth) {
      Expr e =
          depth == 0
              ? leaf()
              : switch (below(8)) {
                case 0, 1 ->
                    new Expr.Unary(Expr.UnaryOp.values()[below(Expr.UnaryOp.values().length)], make(depth - 1));
                case 2, 3, 4 ->
                    new Expr.Binary(
                        Expr.BinaryOp.values()[below(Expr.BinaryOp.values().length)], make(depth - 1), make(depth - 1));
                case 5 -> make(depth - 1).fma(make(depth - 1), make(depth - 1));
                case 6 ->
                    new Expr.Condition(
                            Expr.Comparison.values()[below(Expr.Comparison.values().length)],
                            make(depth - 1),
                            make(depth - 1))
                        .then(make(depth - 1), make(depth - 1));
                default -> made.get(below(made.size()));
              };
      made.add(e);
      return e;
    }

    private Expr leaf() {
      return switch (below(4)) {
        case 0 -> Expr.constant(CONSTANTS[below(CONSTANTS.length)]);
        case 1 -> {
          double number = CONSTANTS[below(CONSTANTS.length)] * 0.7;
          yield Expr.number(() -> number);
        }
        case 2 -> {
          long key = random.bits(draws++);
          yield Expr.uniform(() -> key);
        }
        default -> made.get(below(made.size()));
      };
    }
  }

  private interface Program {
    /// @param p (rows, columns), as are m and v
    /// @param f (1, columns)
    /// @param r (rows, 1)
    Op prepare(Engine engine, Matrix p, Matrix m, Matrix v, Matrix f, Matrix r);
  }

  private static void sameAfter(Precision precision, int threads, Program program) {
    try (Engine plain = Engine.plain(precision);
        Engine fast = Engine.of(precision, threads)) {
      List<long[]> came = after(fast, program);
      List<long[]> expected = after(plain, program);
      for (int k = 0; k < expected.size(); k++) {
        int at = Arrays.mismatch(came.get(k), expected.get(k));
        assertThat(at).as("the first place that differs in matrix %d", k).isEqualTo(-1);
      }
    }
  }

  /// The bits of all matrices after two runs.
  private static List<long[]> after(Engine engine, Program program) {
    Matrix[] all = {
      engine.matrix(ROWS, COLUMNS),
      engine.matrix(ROWS, COLUMNS),
      engine.matrix(ROWS, COLUMNS),
      engine.matrix(1, COLUMNS),
      engine.matrix(ROWS, 1)
    };
    for (int k = 0; k < all.length; k++) {
      Stream random = Stream.of(k);
      for (int i = 0; i < all[k].size(); i++) {
        all[k].put(i, random.uniform(i) * 4 - 2);
      }
    }
    Op op = program.prepare(engine, all[0], all[1], all[2], all[3], all[4]);
    op.run();
    op.run();
    return Arrays.stream(all).map(CompiledLoopTest::bits).toList();
  }

  private static long[] bits(Matrix m) {
    long[] bits = new long[(int) m.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToLongBits(m.at(i));
    }
    return bits;
  }

  @Test
  void matricesThatDoNotFitTheLoopAreRefused() {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1);
        Engine wide = Engine.of(Precision.FLOAT64, 1)) {
      Matrix x = engine.matrix(4, 3);
      assertThatThrownBy(() -> engine.set(x, Expr.of(engine.matrix(4, 2)))).hasMessageContaining("(4, 2) FLOAT32");
      assertThatThrownBy(() -> engine.set(x, Expr.perFeature(engine.matrix(3, 1)))).hasMessageContaining("3 columns");
      assertThatThrownBy(() -> engine.set(x, Expr.perRow(engine.matrix(1, 4)))).hasMessageContaining("1 columns");
      assertThatThrownBy(() -> engine.set(x, Expr.of(wide.matrix(4, 3)))).hasMessageContaining("FLOAT64");
      assertThatThrownBy(() -> engine.sumFeatures(x, new Assign(x, Expr.of(x)))).hasMessageContaining("1 columns");
    }
  }

  private static void sameBits(Precision precision, Loop.Kind kind, BiFunction<Matrix, Matrix, Expr> formula) {
    for (int threads : new int[] {1, 3}) {
      try (Engine plain = Engine.plain(precision);
          Engine fast = Engine.of(precision, threads)) {
        assertThat(run(fast, kind, formula)).as("%s of %s", kind, formula).isEqualTo(run(plain, kind, formula));
      }
    }
  }

  private static long[] run(Engine engine, Loop.Kind kind, BiFunction<Matrix, Matrix, Expr> formula) {
    Matrix x = engine.matrix(ROWS, COLUMNS);
    Matrix f = engine.matrix(1, COLUMNS);
    Stream random = Stream.of(7);
    for (int i = 0; i < x.size(); i++) {
      x.put(i, random.normal(i) * StrictMath.pow(10, random.below(6, i) - 3));
    }
    x.put(0, Double.NaN);
    x.put(1, Double.POSITIVE_INFINITY);
    x.put(2, Double.NEGATIVE_INFINITY);
    x.put(3, -0.0);
    x.put(4, 745);
    x.put(5, -745);
    x.put(6, 1e-300);
    x.put(7, 1e-40);
    for (int i = 0; i < f.size(); i++) {
      f.put(i, random.named("f").normal(i));
    }
    Assign y =
        new Assign(
            switch (kind) {
              case SET -> engine.matrix(ROWS, COLUMNS);
              case SUM_ROWS -> engine.matrix(1, COLUMNS);
              case SUM_FEATURES, MAX_FEATURES -> engine.matrix(ROWS, 1);
            },
            formula.apply(x, f));
    switch (kind) {
      case SET -> engine.set(y).run();
      case SUM_ROWS -> engine.sumRows(x, y).run();
      case SUM_FEATURES -> engine.sumFeatures(x, y).run();
      case MAX_FEATURES -> engine.maxFeatures(x, y).run();
    }
    return bits(y.target());
  }
}
