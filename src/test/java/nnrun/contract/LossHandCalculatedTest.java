package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;

import java.util.List;
import nnrun.loss.CrossEntropy;
import nnrun.loss.Euclidean;
import nnrun.loss.GaussianNll;
import nnrun.loss.Hinge;
import nnrun.loss.LogCosh;
import nnrun.loss.Loss;
import nnrun.loss.Nll;
import nnrun.loss.Output;
import nnrun.loss.Outputs;
import nnrun.loss.Reduction;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class LossHandCalculatedTest {
  /// What a loss makes of a batch: its value and its gradient.
  private static void check(Loss loss, double[][] y, double[][] t, double value, double... gradient) {
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix outputs = matrix(engine, y);
      Matrix dy = engine.matrixLike(outputs);
      Matrix rowLoss = engine.matrix(y.length, 1);
      Matrix rowWeight = engine.matrix(y.length, 1);
      Loss.Live live = loss.build(engine, outputs, dy, matrix(engine, t), rowLoss, rowWeight);
      live.forward();
      live.backward();
      double sum = 0;
      for (double row : Numbers.of(rowLoss)) {
        sum += row;
      }
      double came = sum / Loss.divisor(loss.reduction(), rowWeight);
      assertClose("value", new double[] {came}, new double[] {value}, 1e-15);
      assertClose("gradient", Numbers.of(dy), gradient, 1e-15);
    }
  }

  private static Matrix matrix(Engine engine, double[][] rows) {
    Matrix matrix = engine.matrix(rows.length, rows[0].length);
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[r].length; c++) {
        matrix.set(r, c, rows[r][c]);
      }
    }
    return matrix;
  }

  /// y - t = (1, 2), (0, 2): √(1 + 4 + 0 + 4) = 3, and the gradient is (y - t)/3, whatever the reduction.
  @Test
  @HandCalculated(Euclidean.class)
  void euclideanOverTheBatchIsOneNorm() {
    for (Reduction reduction : Reduction.values()) {
      check(
          new Euclidean(Euclidean.Over.BATCH, reduction),
          new double[][] {{1, 4}, {5, 3}},
          new double[][] {{0, 2}, {5, 1}},
          3,
          1.0 / 3,
          2.0 / 3,
          0,
          2.0 / 3);
    }
  }

  /// The mean of 2, -1 and 5 over rows of one output; a target of 7 is not looked at.
  @Test
  @HandCalculated(Output.class)
  void outputIsItsOwnLoss() {
    check(
        new Output(Outputs.MEAN, Reduction.MEAN),
        new double[][] {{2}, {-1}, {5}},
        new double[][] {{0}, {7}, {0}},
        2,
        1.0 / 3,
        1.0 / 3,
        1.0 / 3);
  }

  /// Nothing missed: no direction, no NaN.
  @Test
  @HandCalculated(Euclidean.class)
  void euclideanOverTheBatchOfExactOutputsIsZero() {
    check(
        new Euclidean(Euclidean.Over.BATCH, Reduction.MEAN), new double[][] {{1, 2}}, new double[][] {{1, 2}}, 0, 0, 0);
  }

  /// A batch of rows that all weigh 0 has nothing to teach: no 0/0.
  @Test
  @HandCalculated({CrossEntropy.class, Nll.class})
  void aBatchOfClassesThatWeighNothingHasNoLossAndNoGradient() {
    List<Double> weights = List.of(0.0, 1.0);
    double[][] y = {{1, 2}, {-1, 0.5}};
    double[][] t = {{1, 0}, {1, 0}};
    check(new CrossEntropy(0, weights, Reduction.MEAN), y, t, 0, 0, 0, 0, 0);
    check(new CrossEntropy(0.1, weights, Reduction.MEAN), y, t, 0, 0, 0, 0, 0);
    check(new Nll(weights, Reduction.MEAN), y, t, 0, 0, 0, 0, 0);
  }

  /// Rows of norm 5 and 13: summed 18, with gradients (3, 4)/5 and (5, 12)/13.
  @Test
  @HandCalculated(Euclidean.class)
  void euclideanSumsItsRowsOnRequest() {
    check(
        new Euclidean(Euclidean.Over.ROW, Reduction.SUM),
        new double[][] {{3, 4}, {5, 12}},
        new double[][] {{0, 0}, {0, 0}},
        18,
        0.6,
        0.8,
        5.0 / 13,
        12.0 / 13);
  }

  /// ln cosh a = a²/2 - a⁴/12 + ...: at a = 1e-6 it is 5e-13, of which a difference of numbers near ln 2 would keep
  /// three digits.
  @Test
  @HandCalculated(LogCosh.class)
  void logCoshKeepsItsDigitsNearTheTarget() {
    Loss scaled = new LogCosh(Outputs.SUM, Reduction.SUM);
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Matrix y = matrix(engine, new double[][] {{1e-6}});
      Matrix rowLoss = engine.matrix(1, 1);
      scaled.build(engine, y, null, engine.matrix(1, 1), rowLoss, engine.matrix(1, 1)).forward();
      assertClose("1e12·value", new double[] {1e12 * rowLoss.at(0)}, new double[] {0.5 - 1e-12 / 12}, 1e-14);
    }
  }

  /// μ = 1, ln σ² = ln 4, t = 4: ½(ln 4 + 9/4) = 1.8181471805599454; dμ = (1 - 4)/4, d ln σ² = ½(1 - 9/4).
  @Test
  @HandCalculated(GaussianNll.class)
  void gaussianNllTakesLogarithmsOfVariances() {
    check(
        new GaussianNll(true, false, 1e-6, Outputs.MEAN, Reduction.MEAN),
        new double[][] {{1, StrictMath.log(4)}},
        new double[][] {{4}},
        1.8181471805599454,
        -0.75,
        -0.625);
  }

  /// Class 0 is the side -1, class 1 the side 1, as numbers -1 and 1 are: scores 0.5 and -0.25 miss by 1.5 and 1.25.
  @Test
  @HandCalculated(Hinge.class)
  void hingeOfOneOutputTakesTheSecondClassForPlusOne() {
    check(
        new Hinge(1, false, Reduction.SUM),
        new double[][] {{0.5}, {-0.25}, {3}},
        new double[][] {{0}, {1}, {1}},
        2.75,
        1,
        -1,
        0);
  }
}
