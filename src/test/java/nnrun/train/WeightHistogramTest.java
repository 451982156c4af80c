package nnrun.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import nnrun.contract.Numbers;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class WeightHistogramTest {
  private static WeightHistogram of(double... numbers) {
    Matrix p = Engine.plain(Precision.FLOAT64).matrix(1, numbers.length);
    Numbers.fill(p, numbers);
    return WeightHistogram.of("p", p);
  }

  /// From 0 to 60 in 30 bins of width 2: 0 and 1 are in the first, 2 begins the second, 59 and 60 are in the last.
  @Test
  void aBinHoldsItsLowerEndAndTheLastBoth() {
    WeightHistogram histogram = of(60, 0, 1, 2, 59);
    assertThat(histogram.counts()).hasSize(30).startsWith(2, 1, 0).endsWith(0, 2);
    assertThat(histogram.rows(4).get(1)).isEqualTo(List.of(4, "p", 2.0, 4.0, 1));
    assertThat(histogram.rows(4).getLast()).isEqualTo(List.of(4, "p", 58.0, 60.0, 2));
  }

  @Test
  void equalNumbersAreOneBinOfNoWidth() {
    assertThat(of(0.5, 0.5, 0.5).rows(1)).isEqualTo(List.of(List.of(1, "p", 0.5, 0.5, 3)));
  }

  /// The width 2·1.7e308 is no double; no number is lost all the same.
  @Test
  void numbersAsFarApartAsDoublesAreAreStillCounted() {
    List<Integer> counts = of(-1.7e308, 0, 1.7e308).counts();
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
    assertThat(Collections.max(counts)).isEqualTo(1);
  }
}
