package nnrun.contract;

import static nnrun.contract.Numbers.assertCloseByLength;
import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import nnrun.contract.Variants.Variant;
import nnrun.layer.Activation;
import nnrun.layer.Layer;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerContractTest {
  static List<Variant<Layer>> layers() {
    return Variants.of(Layer.class);
  }

  static List<Variant<Activation>> activations() {
    return Variants.of(Activation.class);
  }

  /// Rows and features: alone, odd, one chain of 256 rows and one row more.
  private static final int[][] ODD = {{5, 7}, {1, 1}, {3, 1}, {1, 6}, {257, 3}};

  @ParameterizedTest
  @MethodSource("layers")
  void gradientIsThatOfCentralDifferences(Variant<Layer> layer) {
    assumeTrue(layer.component().exactGradient());
    for (int[] size : ODD) {
      try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
        Bench bench = new Bench(engine, layer.component(), size[0], size[1]).random(size[0]);
        bench.forward();
        bench.backward();
        var differences = new Differences(bench);
        differences.check("dx", bench.x(), Numbers.of(bench.dx()));
        for (Parameter parameter : bench.build.parameters()) {
          differences.check(parameter.name(), parameter.value(), Numbers.of(parameter.gradient()));
        }
        assertThat(differences.checked).as("numbers that no kink hides").isGreaterThan(differences.skipped);
      }
    }
  }

  /// Central differences of Σ dy·y, summed over the differences of the outputs, which keeps their digits.
  private static final class Differences {
    private static final double STEP = 1e-5;
    private static final int MOST = 60;

    private final Bench bench;
    private final double[] weights;
    int checked;
    int skipped;

    Differences(Bench bench) {
      this.bench = bench;
      Matrix y = bench.y();
      weights = new double[(int) y.size()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) Stream.of(6).normal(i); // as Bench.backward fills dy
      }
    }

    void check(String what, Matrix at, double[] analytic) {
      int stride = Math.max(1, analytic.length / MOST);
      for (int i = 0; i < analytic.length; i += stride) {
        double x = at.at(i);
        double[] above = output(at, i, x + STEP);
        long pieceAbove = bench.live.piece();
        double[] below = output(at, i, x - STEP);
        long pieceBelow = bench.live.piece();
        at.put(i, x);
        if (pieceAbove != pieceBelow) {
          skipped++;
          continue;
        }
        double numeric = 0;
        for (int j = 0; j < above.length; j++) {
          numeric += weights[j] * (above[j] - below[j]);
        }
        numeric /= 2 * STEP;
        checked++;
        assertThat(Math.abs(analytic[i] - numeric) / Math.max(1, Math.abs(numeric)))
            .as("%s[%d]: %s, by differences %s", what, i, analytic[i], numeric)
            .isLessThan(1e-6);
      }
    }

    private double[] output(Matrix at, int i, double x) {
      at.put(i, x);
      bench.forward();
      return Numbers.of(bench.y());
    }
  }

  /// Rows and features on both sides of lanes, tiles and chains, large enough at the end for several threads.
  private static final int[][] STRADDLING = {
    {1, 37}, {7, 1}, {16, 16}, {17, 7}, {255, 5}, {256, 3}, {257, 16}, {513, 37}
  };

  @ParameterizedTest
  @MethodSource("layers")
  void compiledLoopsGiveTheBitsOfThePlainOnesOnAnyNumberOfThreads(Variant<Layer> layer) {
    for (Precision precision : Precision.values()) {
      for (int[] size : STRADDLING) {
        Map<String, double[]> plain = twoSteps(Engine.plain(precision), layer.component(), size);
        for (int threads : new int[] {1, 3}) {
          Map<String, double[]> fast = twoSteps(Engine.of(precision, threads), layer.component(), size);
          assertThat(fast.keySet()).isEqualTo(plain.keySet());
          String where = " at " + size[0] + " x " + size[1] + ", " + precision + ", " + threads + " threads";
          plain.forEach((name, numbers) -> assertSameBits(name + where, fast.get(name), numbers));
        }
      }
    }
  }

  private static Map<String, double[]> twoSteps(Engine engine, Layer layer, int[] size) {
    try (engine) {
      Bench bench = new Bench(engine, layer, size[0], size[1]).random(size[0]);
      for (bench.pass.step = 1; bench.pass.step <= 2; bench.pass.step++) {
        bench.forward();
        bench.backward();
      }
      Map<String, double[]> results = bench.results();
      bench.pass.training = false;
      bench.forward();
      results.put("y in evaluation", Numbers.of(bench.y()));
      return results;
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void float32IsCloseToFloat64(Variant<Layer> layer) {
    int[] size = {257, 7};
    Map<String, double[]> wide = twoSteps(Engine.of(Precision.FLOAT64, 1), layer.component(), size);
    Map<String, double[]> narrow = twoSteps(Engine.of(Precision.FLOAT32, 1), layer.component(), size);
    wide.forEach((name, numbers) -> assertCloseByLength(name, narrow.get(name), numbers, 1e-5));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theLastShortBatchGivesTheBitsOfALayerMadeForIt(Variant<Layer> layer) {
    for (Precision precision : Precision.values()) {
      for (int rows : new int[] {1, 17, 256}) {
        try (Engine engine = Engine.of(precision, 1)) {
          Bench large = new Bench(engine, layer.component(), 300, 5).random(300);
          large.forward();
          large.backward();
          Memory start = new Memory();
          Bench made = new Bench(engine, layer.component(), rows, 5).random(rows);
          made.live.state(start);
          large.live.state(start.load());
          for (Bench bench : List.of(large.random(rows), made)) {
            bench.forward();
            bench.backward();
          }
          Map<String, double[]> shrunk = large.results();
          made.results().forEach((name, numbers) -> assertSameBits(name + ", " + rows, shrunk.get(name), numbers));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void savedMemoryGoesOnWithTheSameBits(Variant<Layer> layer) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Bench first = new Bench(engine, layer.component(), 9, 4).random(9);
      first.forward();
      first.backward();
      Memory saved = new Memory();
      first.live.state(saved);
      Bench second = new Bench(engine, layer.component(), 9, 4).random(9);
      second.live.state(saved.load());
      for (Bench bench : List.of(first, second)) {
        bench.pass.step = 2;
        bench.forward();
        bench.backward();
      }
      Map<String, double[]> expected = first.results();
      second.results().forEach((name, numbers) -> assertSameBits(name, numbers, expected.get(name)));
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsStayFiniteFarOut(Variant<Activation> activation) {
    double[] far = {0, 1e-40, 20, 88.8, 100, 745, 1e4, 1e30};
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        Bench bench = new Bench(engine, activation.component(), 4, 2 * far.length);
        for (int i = 0; i < far.length; i++) {
          for (int row = 0; row < 4; row++) { // all, the positive, the negative, one sign a column
            bench.x().set(row, 2 * i, row == 2 ? -far[i] : far[i]);
            bench.x().set(row, 2 * i + 1, row == 1 ? far[i] : -far[i]);
          }
        }
        bench.forward();
        bench.backward();
        for (Matrix matrix : List.of(bench.y(), bench.dx())) {
          int at = matrix.firstNonFinite();
          assertThat(at < 0 ? 0 : matrix.at(at))
              .as("%s at x = %s", precision, at < 0 ? 0 : bench.x().at(at))
              .isFinite();
        }
        for (Parameter parameter : bench.build.parameters()) {
          assertThat(parameter.gradient().firstNonFinite()).as("%s of %s", precision, parameter.name()).isNegative();
        }
      }
    }
  }

  /// A finite difference across a jump of the value or the slope means nothing, so the layer must say that there is
  /// one.
  @ParameterizedTest
  @MethodSource("activations")
  void everyJumpOfTheSlopeIsSeenInThePiece(Variant<Activation> activation) {
    double step = 1e-9;
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Bench bench = new Bench(engine, activation.component(), 1, 1);
      for (double at = -8; at <= 8; at += 0.5) {
        double below = slope(bench, at - step);
        double yBelow = bench.y().at(0);
        long pieceBelow = bench.live.piece();
        double above = slope(bench, at + step);
        boolean jump = Math.abs(above - below) > 1e-6 || Math.abs(bench.y().at(0) - yBelow) > 1e-6;
        assertThat(bench.live.piece() != pieceBelow).as("jump at %s", at).isEqualTo(jump);
      }
    }
  }

  private static double slope(Bench bench, double x) {
    bench.x().put(0, x);
    bench.forward();
    bench.dy().put(0, 1);
    bench.live.backward(bench.pass);
    return bench.dx().at(0);
  }
}
