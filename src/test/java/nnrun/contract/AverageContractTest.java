package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.penalty.Average;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AverageContractTest {
  static List<Variant<Average>> averages() {
    return Variants.of(Average.class);
  }

  /// So the mean is never outside of the weights it is a mean of, and is defined when it is first used.
  @ParameterizedTest
  @MethodSource("averages")
  void everyShareIsFrom0To1AndTheFirstEpochHasAMean(Variant<Average> average) {
    for (int stepsPerEpoch : new int[] {1, 7}) {
      int steps = 40 * stepsPerEpoch;
      boolean begun = false;
      for (long t = 1; t <= 2L * steps; t++) {
        double share = average.component().share(t, steps, stepsPerEpoch);
        assertThat(share).as("update %s", t).isBetween(0.0, 1.0);
        begun |= share == 1;
        assertThat(begun || t < stepsPerEpoch).as("a mean after update %s", t).isTrue();
        assertThat(begun || share == 0).as("no share before there is a mean, update %s", t).isTrue();
      }
    }
  }
}
