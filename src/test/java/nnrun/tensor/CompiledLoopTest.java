package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
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
    long[] bits = new long[(int) y.target().size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToLongBits(y.target().at(i));
    }
    return bits;
  }
}
