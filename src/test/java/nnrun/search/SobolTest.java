package nnrun.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SobolTest {
  /// The points that Joe and Kuo print beside their direction numbers, for 3 dimensions, the origin left out.
  @Test
  void theFirstPointsAreThosePublished() {
    List<double[]> points = Sobol.sequence(3, 9);
    double[][] published = {
      {0.5, 0.5, 0.5},
      {0.75, 0.25, 0.25},
      {0.25, 0.75, 0.75},
      {0.375, 0.375, 0.625},
      {0.875, 0.875, 0.125},
      {0.625, 0.125, 0.875},
      {0.125, 0.625, 0.375},
      {0.1875, 0.3125, 0.9375},
      {0.6875, 0.8125, 0.4375},
    };
    assertThat(points.toArray(double[][]::new)).isDeepEqualTo(published);
  }

  /// Sobol' 1967: in each dimension the first 2^k points fall one into each of 2^k equal intervals.
  @Test
  void everyDimensionIsFilledEvenly() {
    int dimensions = new Sobol(1).mostDimensions();
    assertThat(dimensions).isEqualTo(21);
    List<double[]> points = Sobol.sequence(dimensions, 1023);
    for (int d = 0; d < dimensions; d++) {
      int dimension = d;
      int[] cells = points.stream().mapToInt(u -> (int) (u[dimension] * 1024)).sorted().toArray();
      assertThat(cells).as("dimension %d", d).isEqualTo(IntStream.range(1, 1024).toArray());
    }
  }

  /// No two dimensions may be the same sequence, as two equal rows of direction numbers would make them.
  @Test
  void dimensionsDiffer() {
    List<double[]> points = Sobol.sequence(21, 127);
    long different =
        IntStream.range(0, 21)
            .mapToObj(d -> Arrays.toString(points.stream().mapToDouble(u -> u[d]).toArray()))
            .distinct()
            .count();
    assertThat(different).isEqualTo(21);
  }
}
