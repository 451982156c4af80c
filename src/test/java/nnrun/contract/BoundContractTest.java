package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static nnrun.contract.Numbers.assertSameBits;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.penalty.Bound;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundContractTest {
  static List<Variant<Bound>> bounds() {
    return Variants.of(Bound.class);
  }

  /// Random weights of 513 inputs and 37 units after one or more applications.
  private static double[] bounded(Engine engine, Bound bound, int times) {
    try (engine) {
      Matrix w = engine.matrix(513, 37);
      Numbers.random(w, Stream.of(9));
      for (int i = 0; i < times; i++) {
        bound.on(engine, w).run();
      }
      return Numbers.of(w);
    }
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void compiledLoopsGiveTheBitsOfThePlainOnesOnAnyNumberOfThreads(Variant<Bound> bound) {
    for (Precision precision : Precision.values()) {
      double[] plain = bounded(Engine.plain(precision), bound.component(), 1);
      for (int threads : new int[] {1, 3}) {
        assertSameBits("w", bounded(Engine.of(precision, threads), bound.component(), 1), plain);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void float32IsCloseToFloat64(Variant<Bound> bound) {
    double[] wide = bounded(Engine.of(Precision.FLOAT64, 1), bound.component(), 1);
    assertClose("w", bounded(Engine.of(Precision.FLOAT32, 1), bound.component(), 1), wide, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void whatIsWithinTheBoundStaysThere(Variant<Bound> bound) {
    double[] once = bounded(Engine.of(Precision.FLOAT64, 1), bound.component(), 1);
    assertClose("w", bounded(Engine.of(Precision.FLOAT64, 1), bound.component(), 2), once, 1e-15);
  }
}
