package nnrun.contract;

import static org.assertj.core.api.Assertions.assertThat;

import nnrun.metric.Accuracy;
import nnrun.metric.Confusion;
import nnrun.metric.Metric;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

class MetricHandCalculatedTest {
  private static Metric.Tally tally(Metric metric, int columns, double[] predictions, double[] targets) {
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
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
}
