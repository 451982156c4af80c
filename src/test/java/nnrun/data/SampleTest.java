package nnrun.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import nnrun.tensor.Stream;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void theSmallestAreFoundAsSortingFindsThem() {
    for (int round = 0; round < 50; round++) {
      Stream dice = Stream.of(round);
      double[] values = new double[1 + dice.below(100, 0)];
      for (int i = 0; i < values.length; i++) {
        int kind = dice.below(5, 2 * i + 1);
        double x = dice.named("x").normal(i);
        values[i] =
            switch (kind) {
              case 0 -> -0.0;
              case 1 -> 0.0;
              case 2 -> Math.rint(x);
              case 3 -> x * 1e300;
              default -> x * Double.MIN_VALUE;
            };
      }
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      for (int i = 0; i < values.length; i++) {
        assertThat(Double.doubleToLongBits(Sample.of(values).smallest(i)))
            .isEqualTo(Double.doubleToLongBits(sorted[i]));
      }
    }
  }
}
