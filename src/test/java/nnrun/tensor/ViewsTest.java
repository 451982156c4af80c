package nnrun.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rows read as several rows, columns copied between matrices, and normal numbers in an expression.
class ViewsTest {
  private static Matrix counted(Engine engine, int rows, int columns) {
    Matrix m = engine.matrix(rows, columns);
    for (int i = 0; i < m.size(); i++) {
      m.put(i, i);
    }
    return m;
  }

  /// Rows (0 … 5) and (6 … 11) in threes: sums 3, 12, 21, 30. The view follows the matrix to one row and back.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aFoldedMatrixHasItsRowsInParts(Precision precision) {
    try (Engine engine = Engine.of(precision, 1)) {
      Matrix m = counted(engine, 2, 6);
      Matrix view = m.folded(2);
      Matrix sums = engine.matrix(4, 1);
      Op sum = engine.sumFeatures(view, new Assign(sums, Expr.of(view)));
      sum.run();
      assertThat(new double[] {sums.at(0), sums.at(1), sums.at(2), sums.at(3)}).containsExactly(3, 12, 21, 30);
      assertThat(view.get(3, 0)).isEqualTo(9);
      m.rows(1);
      assertThat(view.rows()).isEqualTo(2);
      assertThat(view.size()).isEqualTo(6);
      view.set(1, 2, -1);
      assertThat(m.get(0, 5)).isEqualTo(-1);
      assertThatThrownBy(() -> view.rows(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> m.folded(4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("6 columns");
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void columnsAreCopiedForEveryRowThatThereIs(Precision precision) {
    try (Engine engine = Engine.of(precision, 1)) {
      Matrix source = counted(engine, 3, 4);
      Matrix target = engine.matrix(3, 3);
      source.rows(2);
      engine.columns(target, 1, source, 2, 2).run();
      double[] all = new double[9];
      for (int i = 0; i < all.length; i++) {
        all[i] = target.at(i);
      }
      assertThat(all).containsExactly(0, 2, 3, 0, 6, 7, 0, 0, 0);
      assertThatThrownBy(() -> engine.columns(target, 2, source, 0, 2)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Φ(n) is the uniform number that n was made from, and half a step: ½·erfc(-n/√2).
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aNormalNumberIsTheQuantileOfItsUniformOne(Precision precision) {
    try (Engine engine = Engine.of(precision, 1)) {
      Matrix normal = engine.matrix(200, 200);
      Matrix uniform = engine.matrix(200, 200);
      long key = Stream.of(2).named("normal").key();
      engine.set(new Assign(normal, Expr.normal(() -> key)), new Assign(uniform, Expr.uniform(() -> key))).run();
      for (int i = 0; i < normal.size(); i++) {
        double p = 0.5 * Functions.erfc(-normal.at(i) * StrictMath.sqrt(0.5));
        double tail = Math.min(p, 1 - p);
        assertThat(p).as("%s", normal.at(i)).isCloseTo(uniform.at(i) + 0x1p-25, within(1e-7 + 1e-5 * tail));
      }
    }
  }

  /// Four at a time and three left; what lies behind the present rows does not count.
  @ParameterizedTest
  @EnumSource(Precision.class)
  void theFirstNumberThatIsNoneIsFoundWhereverItIs(Precision precision) {
    try (Engine engine = Engine.of(precision, 1)) {
      Matrix m = engine.matrix(11, 1);
      m.fill(-Float.MAX_VALUE);
      assertThat(m.firstNonFinite()).isEqualTo(-1);
      for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
        for (int i = 0; i < 11; i++) {
          m.fill(Float.MAX_VALUE);
          m.put(i, none);
          assertThat(m.firstNonFinite()).isEqualTo(i);
          m.rows(i);
          assertThat(m.firstNonFinite()).isEqualTo(-1);
          m.rows(11);
        }
      }
    }
  }
}
