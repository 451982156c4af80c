package nnrun.contract;

import static nnrun.contract.Numbers.assertCloseByLength;
import static nnrun.contract.Numbers.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.contract.Variants.Variant;
import nnrun.loss.Loss;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import nnrun.tensor.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossContractTest {
  static List<Variant<Loss>> losses() {
    return Variants.of(Loss.class);
  }

  /// A loss on random numbers and targets of the kind it wants.
  private static final class At {
    final Loss loss;
    final int width;
    final Matrix y;
    final Matrix dy;
    final Matrix t;
    final Matrix rowLoss;
    final Matrix rowWeight;
    final Loss.Live live;

    At(Engine engine, Loss loss, int capacityRows) {
      this.loss = loss;
      // Lists of numbers in the variants have the length 5, and some losses want an even number of outputs.
      width = loss.targets(4) == 4 ? Variants.LIST_LENGTH : 6;
      y = engine.matrix(capacityRows, width);
      dy = engine.matrixLike(y);
      t = engine.matrix(capacityRows, loss.targets(width));
      rowLoss = engine.matrix(capacityRows, 1);
      rowWeight = engine.matrix(capacityRows, 1);
      live = loss.build(engine, y, dy, t, rowLoss, rowWeight);
    }

    At random(int rows) {
      for (Matrix matrix : List.of(y, dy, t, rowLoss, rowWeight)) {
        matrix.rows(rows);
      }
      Stream stream = Stream.of(8);
      Numbers.random(y, stream.named("y"));
      t.fill(0);
      for (int r = 0; r < rows; r++) {
        target(r, stream.named("t"));
      }
      return this;
    }

    private void target(int r, Stream stream) {
      int columns = t.columns();
      for (int c = 0; c < columns; c++) {
        int i = r * columns + c;
        if (loss.wants() == Loss.Wants.CLASSES && columns == 1) {
          t.put(i, r % 2);
          continue;
        }
        switch (loss.wants()) {
          case NUMBERS -> t.put(i, (float) stream.normal(i));
          case COUNTS -> t.put(i, i % 4);
          case PROBABILITIES -> t.put(i, i % 3 == 0 ? (float) stream.uniform(i) : i % 2);
          // Every third row is a mixture of two classes.
          case CLASSES -> t.put(i, r % 3 == 0 ? c < 2 ? 0.25 + 0.5 * c : 0 : c == r % columns ? 1 : 0);
        }
      }
    }

    Map<String, double[]> results() {
      live.forward();
      live.backward();
      Map<String, double[]> results = new LinkedHashMap<>();
      results.put("row losses", Numbers.of(rowLoss));
      results.put("row weights", Numbers.of(rowWeight));
      results.put("gradient", Numbers.of(dy));
      return results;
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientIsThatOfCentralDifferences(Variant<Loss> loss) {
    for (int rows : new int[] {1, 3, 7, 257}) {
      try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
        At at = new At(engine, loss.component(), rows).random(rows);
        double[] gradient = at.results().get("gradient");
        double divisor = Loss.divisor(loss.component().reduction(), at.rowWeight);
        int skipped = 0;
        for (int i = 0; i < gradient.length; i += Math.max(1, gradient.length / 100)) {
          Difference wide = Difference.at(at, i, 1e-5);
          if (wide.kink) {
            skipped++;
            continue;
          }
          // The shorter step where the loss bends much within the longer.
          boolean close = wide.error(gradient[i], divisor) < 1;
          Difference difference = close ? wide : Difference.at(at, i, 1e-6);
          assertThat(difference.error(gradient[i], divisor))
              .as("%s[%d]: %s, by differences %s", loss, i, gradient[i], difference.sum / divisor)
              .isLessThan(1);
        }
        assertThat(skipped).isLessThan(3);
      }
    }
  }

  /// A central difference of the sum of the row losses: a batch may have one norm, in which every row has a part.
  ///
  /// @param digits what rounding of the row losses can make of it
  private record Difference(double sum, double digits, boolean kink) {
    static Difference at(At at, int i, double step) {
      double y = at.y.at(i);
      double[] above = rowLosses(at, i, y + step);
      long pieceAbove = at.live.piece();
      double[] below = rowLosses(at, i, y - step);
      boolean kink = at.live.piece() != pieceAbove;
      at.y.put(i, y);
      double sum = 0;
      double digits = 0;
      for (int r = 0; r < above.length; r++) {
        sum += (above[r] - below[r]) / (2 * step);
        digits += above[r] == below[r] ? 0 : 4 * Math.ulp(above[r]) / step;
      }
      return new Difference(sum, digits, kink);
    }

    /// Below 1 where it is as near as it can be: to 1e-6, and to the digits there are.
    double error(double gradient, double divisor) {
      double allowed = 1e-6 * Math.max(1, Math.abs(sum)) + digits;
      return Math.abs(gradient * divisor - sum) / allowed;
    }
  }

  /// A finite difference across a jump of the slope means nothing, so the loss must say that there is one.
  @ParameterizedTest
  @MethodSource("losses")
  void everyJumpOfTheSlopeIsSeenInThePiece(Variant<Loss> loss) {
    double step = 1e-9;
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      At at = new At(engine, loss.component(), 1).random(1);
      for (double distance = -8; distance <= 8; distance += 0.5) {
        at.y.put(0, at.t.at(0) + distance - step);
        double below = at.results().get("gradient")[0];
        long pieceBelow = at.live.piece();
        at.y.put(0, at.t.at(0) + distance + step);
        double above = at.results().get("gradient")[0];
        boolean jump = Math.abs(above - below) > 1e-6 * Math.max(1, Math.abs(below));
        assertThat(at.live.piece() != pieceBelow).as("jump at y - t = %s", distance).isEqualTo(jump);
      }
    }
  }

  private static double[] rowLosses(At at, int i, double y) {
    at.y.put(i, y);
    at.live.forward();
    return Numbers.of(at.rowLoss);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void compiledLoopsGiveTheBitsOfThePlainOnesOnAnyNumberOfThreads(Variant<Loss> loss) {
    for (Precision precision : Precision.values()) {
      for (int rows : new int[] {1, 7, 16, 17, 255, 256, 257, 513, 3300}) {
        Map<String, double[]> plain = results(Engine.plain(precision), loss.component(), rows);
        for (int threads : new int[] {1, 3}) {
          Map<String, double[]> fast = results(Engine.of(precision, threads), loss.component(), rows);
          String where = " at " + rows + " rows, " + precision + ", " + threads + " threads";
          plain.forEach((name, numbers) -> assertSameBits(name + where, fast.get(name), numbers));
        }
      }
    }
  }

  private static Map<String, double[]> results(Engine engine, Loss loss, int rows) {
    try (engine) {
      return new At(engine, loss, rows).random(rows).results();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void float32IsCloseToFloat64(Variant<Loss> loss) {
    Map<String, double[]> wide = results(Engine.of(Precision.FLOAT64, 1), loss.component(), 257);
    Map<String, double[]> narrow = results(Engine.of(Precision.FLOAT32, 1), loss.component(), 257);
    wide.forEach((name, numbers) -> assertCloseByLength(name, narrow.get(name), numbers, 1e-5));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theLastShortBatchGivesTheBitsOfALossMadeForIt(Variant<Loss> loss) {
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        At large = new At(engine, loss.component(), 300).random(300);
        large.results();
        Map<String, double[]> shrunk = large.random(17).results();
        Map<String, double[]> made = new At(engine, loss.component(), 17).random(17).results();
        made.forEach((name, numbers) -> assertSameBits(name, shrunk.get(name), numbers));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void valueAndGradientStayFiniteFarOut(Variant<Loss> loss) {
    for (Precision precision : Precision.values()) {
      try (Engine engine = Engine.of(precision, 1)) {
        At at = new At(engine, loss.component(), 30).random(30);
        for (int i = 0; i < at.y.size(); i++) {
          double[] far = {1e4, -1e4, 0, 745, -745, 100, -100};
          at.y.put(i, far[(i * 3 + i / at.width) % far.length]);
        }
        at.results().forEach((name, numbers) -> assertThat(numbers).as(name).satisfies(n -> allFinite(n)));
      }
    }
  }

  private static void allFinite(double[] numbers) {
    for (double number : numbers) {
      assertThat(number).isFinite();
    }
  }
}
