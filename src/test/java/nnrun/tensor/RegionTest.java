package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Several operations in one piece of work for the team, against the plain loops one after the other, bit for bit.
class RegionTest {
  private static final int ROWS = 300; // two chains of a sum over rows
  private static final int COLUMNS = 100; // with 3 threads cut at 32 and 64

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aChainByColumnsHasTheBitsOfItsOperationsInOrder(Precision precision) {
    assertThat(normalized(Engine.of(precision, 3))).isEqualTo(normalized(Engine.plain(precision)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void operationsTogetherHaveTheBitsOfEachAlone(Precision precision) {
    assertThat(gradients(Engine.of(precision, 3))).isEqualTo(gradients(Engine.plain(precision)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void loopsOfOneStructureRunAsOneIfTheirNumbersAreTheSame(int threads) {
    assertThat(updates(Engine.of(Precision.FLOAT32, threads))).isEqualTo(updates(Engine.plain(Precision.FLOAT32)));
  }

  /// Parameters that share a rate, one with a rate of its own, one with another structure, one large enough to be cut.
  private static List<Long> updates(Engine engine) {
    try (engine) {
      double[] rates = {0.1, 0.2};
      Expr shared = Expr.number(() -> rates[0]);
      Matrix[] p = {
        engine.matrix(7, 3), engine.matrix(1, 3), engine.matrix(2, 5), engine.matrix(1, 5), engine.matrix(ROWS, 70)
      };
      List<Op> ops = new ArrayList<>();
      for (int i = 0; i < p.length; i++) {
        Matrix g = random(engine.matrixLike(p[i]), "g" + i);
        Expr rate = i == 2 ? Expr.number(() -> rates[1]) : shared;
        Expr step = Expr.of(g).times(rate);
        ops.add(engine.set(p[i], i == 3 ? Expr.of(p[i]).plus(step) : Expr.of(p[i]).minus(step)));
      }
      Op all = engine.together(ops);
      for (int i = 0; i < 50; i++) {
        rates[0] *= 0.9;
        rates[1] *= 0.8;
        all.run();
      }
      return bits(p);
    }
  }

  @Test
  void aLoopThatKnowsNoColumnsIsNotCutByColumns() {
    try (Engine engine = Engine.of(Precision.FLOAT32, 2)) {
      Matrix x = engine.matrix(ROWS, COLUMNS);
      Op flat = engine.set(x, Expr.of(x).times(2));
      assertThatThrownBy(() -> engine.byColumns(flat)).hasMessageContaining("cannot be cut by columns");
    }
  }

  /// (x - mean) / (sum of squares + 1), all by columns, the statistics a row of their own.
  private static List<Long> normalized(Engine engine) {
    try (engine) {
      Matrix x = random(engine.matrix(ROWS, COLUMNS), "x");
      Matrix y = engine.matrix(ROWS, COLUMNS);
      Matrix mean = engine.matrix(1, COLUMNS);
      Matrix squares = engine.matrix(1, COLUMNS);
      Expr centred = Expr.of(x).minus(Expr.perFeature(mean));
      Op chain =
          engine.byColumns(
              engine.sumRows(x, new Assign(mean, Expr.of(x))),
              engine.set(mean, Expr.of(mean).over(Expr.rowsOf(x))),
              engine.sumRows(x, new Assign(squares, centred.squared())),
              engine.set(y, centred.over(Expr.perFeature(squares).plus(1))));
      for (int i = 0; i < 50; i++) {
        chain.run();
      }
      return bits(mean, squares, y);
    }
  }

  /// What a dense layer does with the gradient of its output, and something too small to be cut.
  private static List<Long> gradients(Engine engine) {
    try (engine) {
      Matrix x = random(engine.matrix(ROWS, 70), "x");
      Matrix w = random(engine.matrix(70, COLUMNS), "w");
      Matrix dy = random(engine.matrix(ROWS, COLUMNS), "dy");
      Matrix dx = engine.matrix(ROWS, 70);
      Matrix dw = engine.matrix(70, COLUMNS);
      Matrix db = engine.matrix(1, COLUMNS);
      Matrix small = engine.matrix(1, COLUMNS);
      Op all =
          engine.together(
              List.of(
                  engine.productTransA(dw, x, dy),
                  engine.sumRows(dy, new Assign(db, Expr.of(dy))),
                  engine.set(small, Expr.of(small).plus(1)),
                  engine.productTransB(dx, dy, w)));
      for (int i = 0; i < 50; i++) {
        all.run();
      }
      return bits(dw, db, small, dx);
    }
  }

  private static Matrix random(Matrix m, String name) {
    for (int i = 0; i < m.size(); i++) {
      m.put(i, Stream.of(7).named(name).normal(i));
    }
    return m;
  }

  private static List<Long> bits(Matrix... matrices) {
    List<Long> bits = new ArrayList<>();
    for (Matrix m : matrices) {
      for (int i = 0; i < m.size(); i++) {
        bits.add(Double.doubleToLongBits(m.at(i)));
      }
    }
    return bits;
  }
}
