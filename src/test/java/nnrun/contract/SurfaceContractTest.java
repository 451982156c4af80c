package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nnrun.contract.Variants.Variant;
import nnrun.surface.Surface;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SurfaceContractTest {
  private static final double STEP = 1e-5;

  static List<Variant<Surface>> surfaces() {
    return Variants.of(Surface.class);
  }

  private static double[] point(Surface surface, int which) {
    double[] x = new double[surface.start().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 2 * Stream.of(which).normal(i);
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("surfaces")
  void theGradientIsThatOfCentralDifferencesAtEveryStep(Variant<Surface> surface) {
    Surface f = surface.component();
    for (int which = 0; which < 40; which++) {
      double[] x = point(f, which);
      double[] g = new double[x.length];
      f.gradient(x, which, g);
      for (int i = 0; i < x.length; i++) {
        double here = x[i];
        x[i] = here + STEP;
        double above = f.value(x, which);
        x[i] = here - STEP;
        double below = f.value(x, which);
        x[i] = here;
        double numeric = (above - below) / (2 * STEP);
        assertThat(g[i])
            .as("∂%d at step %d", i, which)
            .isCloseTo(numeric, within(1e-6 * Math.max(1, Math.abs(numeric))));
      }
    }
  }

  /// Within a circle around it, and where a gradient exists, that is 0: a bound of the point may hold it otherwise.
  @ParameterizedTest
  @MethodSource("surfaces")
  void nothingAroundAMinimumIsLower(Variant<Surface> surface) {
    Surface f = surface.component();
    int coordinates = f.start().size();
    for (List<Double> minimum : coordinates == 1 ? List.<List<Double>>of() : f.minima(coordinates)) {
      double[] at = minimum.stream().mapToDouble(v -> v).toArray();
      double[] g = new double[coordinates];
      f.gradient(at, g);
      assertThat(g).containsExactly(new double[coordinates], within(1e-12));
      for (int turn = 0; turn < 16; turn++) {
        double[] near = at.clone();
        near[0] += 1e-3 * StrictMath.cos(turn * StrictMath.PI / 8);
        near[1] += 1e-3 * StrictMath.sin(turn * StrictMath.PI / 8);
        assertThat(f.value(near)).isGreaterThan(f.value(at));
      }
      assertThat(f.distance(at)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("surfaces")
  void itsOwnStartFitsAndIsNoMinimum(Variant<Surface> surface) {
    Surface f = surface.component();
    assertThat(f.takes(f.start().size())).isTrue();
    assertThat(f.distance(f.start().stream().mapToDouble(v -> v).toArray())).isNotZero();
  }
}
