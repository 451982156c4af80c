package nnrun.metric;

import static org.assertj.core.api.Assertions.assertThat;

import nnrun.contract.Numbers;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 700, 1792, 1793, 5000})
  void hasTheBitsOfTheEnginesSumOverRows(int rows) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix x = engine.matrix(rows, 1);
      Numbers.random(x, Stream.of(5));
      Matrix target = engine.matrix(1, 1);
      Sum sum = new Sum();
      for (int r = 0; r < rows; r++) {
        sum.add(x.at(r));
      }
      if (rows > 0) {
        engine.sumRows(x, new Assign(target, Expr.of(x))).run();
      }
      assertThat(sum.value()).isEqualTo(target.at(0));
    }
  }
}
