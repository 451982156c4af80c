package nnrun.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import nnrun.layer.Softmax;
import nnrun.layer.Tanh;
import nnrun.schedule.Cosine;
import nnrun.schedule.Length;
import nnrun.schedule.OneCycle;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void tanhAndItsSlopeAreThoseOfTheMathematics() {
    Curves curves = Curves.of(new Tanh());
    for (int i = 0; i < curves.x().length; i++) {
      double tanh = StrictMath.tanh(curves.x()[i]);
      assertThat(curves.y().get("y")[i]).isCloseTo(tanh, within(1e-14));
      assertThat(curves.y().get("y'")[i]).isCloseTo(1 - tanh * tanh, within(1e-14));
    }
  }

  /// e^x/(e^x + e^0), a sigmoid, with slope y(1 - y).
  @Test
  void softmaxIsDrawnBesideANeighbourOfZero() {
    Curves curves = Curves.of(new Softmax());
    assertThat(curves.note()).contains("two inputs");
    for (int i = 0; i < curves.x().length; i++) {
      double sigmoid = 1 / (1 + StrictMath.exp(-curves.x()[i]));
      assertThat(curves.y().get("y")[i]).isCloseTo(sigmoid, within(1e-14));
      assertThat(curves.y().get("y'")[i]).isCloseTo(sigmoid * (1 - sigmoid), within(1e-14));
    }
  }

  /// (1 + cos(π/2))/2 = 1/2 in the middle of 2,000 steps.
  @Test
  void aScheduleIsDrawnOverARunOf2000Steps() {
    Curves curves = Curves.of(new Cosine(new Length(null, null), 0, Cosine.PastEnd.HOLD));
    assertThat(curves.x()).hasSize(2000);
    assertThat(curves.y()).containsOnlyKeys("rate");
    assertThat(curves.y().get("rate")[0]).isEqualTo(1);
    assertThat(curves.y().get("rate")[1000]).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void theMomentumIsDrawnWhereItMoves() {
    Length none = new Length(null, null);
    OneCycle swing = new OneCycle(none, 0.3, 25, 1e4, OneCycle.Anneal.COS, false, true, 0.85, 0.95);
    OneCycle rateAlone = new OneCycle(none, 0.3, 25, 1e4, OneCycle.Anneal.COS, false, false, 0.85, 0.95);
    assertThat(Curves.of(swing).y()).containsOnlyKeys("rate", "momentum");
    assertThat(Curves.of(rateAlone).y()).containsOnlyKeys("rate");
  }
}
