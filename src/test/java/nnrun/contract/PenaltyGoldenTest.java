package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nnrun.penalty.Penalty;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PenaltyGoldenTest {
  /// They lie among the networks.
  static List<Golden> files() {
    return Golden.of("networks").stream()
        .filter(golden -> golden.fields().get("component").toString().startsWith("penalty/"))
        .toList();
  }

  static Penalty component(Golden golden) {
    return Golden.component(Penalty.class, golden.kind(), golden.params(), Map.of(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("files")
  void valueAndGradientAreThoseOfTheFile(Golden golden) {
    for (Engines engines : Engines.values()) {
      try (Engine engine = engines.make()) {
        Penalty penalty = component(golden);
        Matrix w = golden.matrix(engine, "w");
        Matrix value = engine.matrixLike(w);
        Matrix slope = engine.matrixLike(w);
        engine.set(value, penalty.value(Expr.of(w))).run();
        engine.set(slope, penalty.slope(Expr.of(w))).run();
        double sum = Arrays.stream(Numbers.of(value)).sum();
        assertClose("value", new double[] {sum}, golden.numbers("value"), engines.tolerance());
        assertClose("gradient", Numbers.of(slope), golden.numbers("grad"), engines.tolerance());
      }
    }
  }
}
