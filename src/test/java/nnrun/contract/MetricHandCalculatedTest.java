package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import nnrun.metric.Accuracy;
import nnrun.metric.AveragePrecision;
import nnrun.metric.Averaging;
import nnrun.metric.Chebyshev;
import nnrun.metric.CohenKappa;
import nnrun.metric.Confusion;
import nnrun.metric.Cosine;
import nnrun.metric.Ece;
import nnrun.metric.Euclidean;
import nnrun.metric.F1;
import nnrun.metric.Hamming;
import nnrun.metric.Haversine;
import nnrun.metric.Jaccard;
import nnrun.metric.JaccardScore;
import nnrun.metric.Manhattan;
import nnrun.metric.Mcc;
import nnrun.metric.Metric;
import nnrun.metric.Minkowski;
import nnrun.metric.Precision;
import nnrun.metric.Recall;
import nnrun.metric.RocAuc;
import nnrun.metric.SorensenDice;
import nnrun.metric.TopK;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import org.junit.jupiter.api.Test;

class MetricHandCalculatedTest {
  private static Metric.Tally tally(Metric metric, int columns, double[] predictions, double[] targets) {
    try (Engine engine = Engine.of(nnrun.tensor.Precision.FLOAT64, 1)) {
      Matrix y = engine.matrix(predictions.length / columns, columns);
      Matrix t = engine.matrixLike(y);
      Numbers.fill(y, predictions);
      Numbers.fill(t, targets);
      Metric.Tally tally = metric.start(columns);
      tally.add(y, t);
      return tally;
    }
  }

  /// Probabilities 0.5, 0.499, 0.9, 0 are the classes 1, 0, 1, 0; the true ones are 1, 1, 1, 0: three of four are
  /// right.
  @Test
  @HandCalculated(Accuracy.class)
  void aProbabilityOfOneHalfIsTheSecondClass() {
    double[] p = {0.5, 0.499, 0.9, 0};
    assertThat(tally(new Accuracy(), 1, p, new double[] {1, 1, 1, 0}).value()).isEqualTo(0.75);
  }

  /// Of the equal 0.4 and 0.4 the first counts: class 0, where the truth is 1. The second row is right.
  @Test
  @HandCalculated({Accuracy.class, Confusion.class})
  void ofEqualProbabilitiesTheFirstCounts() {
    double[] p = {0.4, 0.4, 0.2, 0.1, 0.2, 0.7};
    double[] t = {0, 1, 0, 0, 0, 1};
    assertThat(tally(new Accuracy(), 3, p, t).value()).isEqualTo(0.5);
    Confusion.Counts counts = (Confusion.Counts) tally(new Confusion(), 3, p, t);
    assertThat(counts.count(1, 0)).isEqualTo(1);
    assertThat(counts.count(2, 2)).isEqualTo(1);
    assertThat(counts.value()).isEqualTo(2);
  }

  /// Predicted 1, 1, 1, 0 and true 1, 0, 0, 1: of class 1 one of three predicted is right, one of two is found, and F1
  /// = 2·1/(3 + 2), Jaccard's index = 1/(3 + 2 - 1).
  @Test
  @HandCalculated({Precision.class, Recall.class, F1.class, JaccardScore.class})
  void ofTwoClassesTheSecondCounts() {
    double[] p = {0.9, 0.8, 0.5, 0.1};
    double[] t = {1, 0, 0, 1};
    for (Averaging averaging : List.of(Averaging.AUTO, Averaging.BINARY)) {
      assertThat(tally(new Precision(averaging, false), 1, p, t).value()).isEqualTo(1 / 3.0);
      assertThat(tally(new Recall(averaging, false), 1, p, t).value()).isEqualTo(0.5);
      assertThat(tally(new F1(averaging, false), 1, p, t).value()).isEqualTo(0.4);
      assertThat(tally(new JaccardScore(averaging, false), 1, p, t).value()).isEqualTo(0.25);
    }
    assertThatThrownBy(() -> new F1(Averaging.BINARY, false).start(4))
        .hasMessage("binary is for two classes, and there are 4; take macro, micro or weighted");
    assertThatThrownBy(() -> new F1(Averaging.SAMPLES, true).start(1)).hasMessageContaining("take binary");
  }

  /// The true class 2 has 0.3 like class 0, which counts as greater; class 1 has more: it is third. In the second row
  /// it is the first.
  @Test
  @HandCalculated(TopK.class)
  void ofEqualProbabilitiesTheFirstRanksHigher() {
    double[] p = {0.3, 0.4, 0.3, 0.1, 0.2, 0.7};
    double[] t = {0, 0, 1, 0, 0, 1};
    assertThat(tally(new TopK(1), 3, p, t).value()).isEqualTo(0.5);
    assertThat(tally(new TopK(2), 3, p, t).value()).isEqualTo(0.5);
    assertThat(tally(new TopK(2), 3, p, new double[] {1, 0, 0, 0, 0, 1}).value()).isEqualTo(1);
    assertThatThrownBy(() -> new TopK(3).start(3))
        .hasMessage("of 3 classes every one is among the first 3; take a smaller k");
  }

  /// All rows are of class 1 and predicted so: there is no chance to be better than.
  @Test
  @HandCalculated({Mcc.class, CohenKappa.class, RocAuc.class, AveragePrecision.class})
  void whereThereIsOneClassNothingCanBeSaid() {
    double[] p = {0.9, 0.8};
    double[] t = {1, 1};
    assertThat(tally(new Mcc(), 1, p, t).value()).isZero();
    assertThat(tally(new CohenKappa(CohenKappa.Weights.NONE), 1, p, t).value()).isZero();
    assertThat(tally(new RocAuc(false, false), 1, p, t).value()).isNaN();
    assertThat(tally(new AveragePrecision(false, false), 1, p, t).value()).isNaN();
  }

  /// Two outputs: the scores of the second are 0.2, 0.6, 0.6, 0.9, of the class are the last two. Pairs: 0.6 with 0.2
  /// right, with 0.6 a tie; 0.9 with both right: 3.5 of 4. Thresholds 0.9: recall ½, precision 1; 0.6: recall 1,
  /// precision 2/3: ½·1 + ½·2/3.
  @Test
  @HandCalculated({RocAuc.class, AveragePrecision.class})
  void ofTwoOutputsTheSecondIsTheScore() {
    double[] p = {0.75, 0.25, 0.375, 0.625, 0.375, 0.625, 0.125, 0.875};
    double[] t = {1, 0, 1, 0, 0, 1, 0, 1};
    assertThat(tally(new RocAuc(false, false), 2, p, t).value()).isEqualTo(3.5 / 4);
    assertThat(tally(new AveragePrecision(false, false), 2, p, t).value()).isEqualTo(0.5 + 0.5 * 2 / 3);
  }

  /// Binary, in bins of a half: probabilities 0.75 (right) and 0.25 (class 0 with 0.75, wrong) have the confidence 0.75
  /// and lie in the upper bin, one of two is right: |0.5 - 0.75|.
  @Test
  @HandCalculated(Ece.class)
  void confidenceIsThatInThePredictedClass() {
    assertThat(tally(new Ece(2), 1, new double[] {0.75, 0.25}, new double[] {1, 1}).value()).isEqualTo(0.25);
  }

  /// Rows (3, 4) and (0, 0) from the origin: 5 and 0 away, their mean is 2.5; along the axes 7, 3.5; the worst 4, 2.
  /// The cosine distance of (3, 4) from nothing is 1, of nothing from nothing 0.
  @Test
  @HandCalculated({Euclidean.class, Manhattan.class, Chebyshev.class, Cosine.class})
  void distancesAreMeansOverRows() {
    double[] y = {3, 4, 0, 0};
    double[] t = {0, 0, 0, 0};
    assertThat(tally(new Euclidean(), 2, y, t).value()).isEqualTo(2.5);
    assertThat(tally(new Manhattan(), 2, y, t).value()).isEqualTo(3.5);
    assertThat(tally(new Chebyshev(), 2, y, t).value()).isEqualTo(2);
    assertThat(tally(new Minkowski(1), 2, y, t).value()).isEqualTo(3.5);
    assertThat(tally(new Cosine(), 2, y, t).value()).isEqualTo(0.5);
  }

  /// {1, 2} and {2, 3} of three: one of three outputs agrees; 1 of 3 in the union; 2·1 of 2 + 2. Empty sets are alike.
  @Test
  @HandCalculated({Hamming.class, Jaccard.class, SorensenDice.class})
  void setsBeginAtOneHalf() {
    double[] y = {0.5, 0.9, 0.49, 0, 0, 0};
    double[] t = {0, 1, 1, 0, 0, 0};
    assertThat(tally(new Hamming(), 3, y, t).value()).isEqualTo(2 / 3.0 / 2);
    assertThat(tally(new Jaccard(), 3, y, t).value()).isEqualTo((1 - 1 / 3.0) / 2);
    assertThat(tally(new SorensenDice(), 3, y, t).value()).isEqualTo(0.25);
  }

  /// A quarter of the equator of a globe of radius 2: π/2·2.
  @Test
  @HandCalculated(Haversine.class)
  void aQuarterOfTheEquator() {
    double[] y = {0, 10};
    double[] t = {0, 100};
    assertThat(tally(new Haversine(2), 2, y, t).value()).isCloseTo(Math.PI, within(1e-14));
    assertThatThrownBy(() -> new Haversine(2).start(3))
        .hasMessage("takes two outputs, latitude and longitude in degrees, and the model ends in 3");
  }
}
