package nnrun.contract;

import static nnrun.contract.Numbers.assertCloseByLength;
import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.penalty.Penalty;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PenaltyContractTest {
  static List<Variant<Penalty>> penalties() {
    return Variants.of(Penalty.class);
  }

  /// Penalties of random weights and of 0, and their slopes.
  private record At(Matrix w, Matrix value, Matrix slope) {
    static At of(Engine engine, Penalty penalty, double shift) {
      Matrix w = engine.matrix(17, 37);
      Numbers.random(w, Stream.of(9));
      for (int i = 0; i < w.size(); i++) {
        w.put(i, i % 50 == 0 ? 0 : w.at(i) + shift);
      }
      At at = new At(w, engine.matrixLike(w), engine.matrixLike(w));
      engine.set(at.value, penalty.value(Expr.of(w))).run();
      engine.set(at.slope, penalty.slope(Expr.of(w))).run();
      return at;
    }
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void slopeIsThatOfCentralDifferencesExceptAtKinks(Variant<Penalty> penalty) {
    double step = 1e-5;
    double[] kinks = penalty.component().kinks();
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      At at = At.of(engine, penalty.component(), 0);
      At above = At.of(engine, penalty.component(), step);
      At below = At.of(engine, penalty.component(), -step);
      for (int i = 0; i < at.w.size(); i++) {
        double w = at.w.at(i);
        if (w != 0 && Arrays.stream(kinks).noneMatch(kink -> Math.abs(w - kink) <= step)) {
          double numeric = (above.value.at(i) - below.value.at(i)) / (2 * step);
          assertThat(at.slope.at(i)).as("at %s", w).isCloseTo(numeric, org.assertj.core.data.Offset.offset(1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void everyJumpOfTheSlopeIsAKink(Variant<Penalty> penalty) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix w = engine.matrix(1, 2);
      Matrix slope = engine.matrix(1, 2);
      Op op = engine.set(slope, penalty.component().slope(Expr.of(w)));
      for (double at = -8; at <= 8; at += 0.5) {
        w.put(0, at - 1e-9);
        w.put(1, at + 1e-9);
        op.run();
        double place = at;
        boolean known = Arrays.stream(penalty.component().kinks()).anyMatch(kink -> kink == place);
        assertThat(known).as("kink at %s", at).isEqualTo(Math.abs(slope.at(1) - slope.at(0)) > 1e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void compiledLoopsGiveTheBitsOfThePlainOnesAndFloat32IsClose(Variant<Penalty> penalty) {
    try (Engine plain64 = Engine.plain(Precision.FLOAT64);
        Engine fast64 = Engine.of(Precision.FLOAT64, 3);
        Engine plain32 = Engine.plain(Precision.FLOAT32);
        Engine fast32 = Engine.of(Precision.FLOAT32, 3)) {
      At wide = At.of(fast64, penalty.component(), 0);
      At narrow = At.of(fast32, penalty.component(), 0);
      At plainWide = At.of(plain64, penalty.component(), 0);
      At plainNarrow = At.of(plain32, penalty.component(), 0);
      assertSameBits("value", Numbers.of(wide.value), Numbers.of(plainWide.value));
      assertSameBits("slope", Numbers.of(wide.slope), Numbers.of(plainWide.slope));
      assertSameBits("value", Numbers.of(narrow.value), Numbers.of(plainNarrow.value));
      assertSameBits("slope", Numbers.of(narrow.slope), Numbers.of(plainNarrow.slope));
      assertCloseByLength("value", Numbers.of(narrow.value), Numbers.of(wide.value), 1e-6);
      assertCloseByLength("slope", Numbers.of(narrow.slope), Numbers.of(wide.slope), 1e-6);
    }
  }
}
