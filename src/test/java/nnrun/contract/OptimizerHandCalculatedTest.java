package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import nnrun.optim.Optimizer;
import nnrun.optim.Sgd;
import nnrun.optim.Updates;
import nnrun.state.Hyper;
import nnrun.state.Parameter;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Precision;
import org.junit.jupiter.api.Test;

/// What every optimizer can take, on plain descent, whose own step is the simplest.
class OptimizerHandCalculatedTest {
  /// p = (1, -2) and (4) after one update with g = (3, 0) and (-4).
  private static double[] afterOneUpdate(Map<String, Object> settings) {
    Optimizer optimizer = Golden.component(Optimizer.class, "sgd", settings, Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Parameter a = parameter(engine, "a", new double[] {1, -2}, new double[] {3, 0});
      Parameter b = parameter(engine, "b", new double[] {4}, new double[] {-4});
      Hyper hyper = new Hyper();
      hyper.lr = optimizer.lr();
      hyper.step = 1;
      Updates updates = new Updates(engine, optimizer, hyper, List.of(a, b));
      updates.run();
      assertThat(updates.length()).as("√(3² + 0² + 4²), before clipping").isCloseTo(5, within(1e-15));
      return new double[] {a.value().at(0), a.value().at(1), b.value().at(0)};
    }
  }

  private static Parameter parameter(Engine engine, String name, double[] value, double[] gradient) {
    Matrix p = engine.matrix(1, value.length);
    Matrix g = engine.matrix(1, value.length);
    Numbers.fill(p, value);
    Numbers.fill(g, gradient);
    return new Parameter(name, "layer", Parameter.Kind.WEIGHT, p, g);
  }

  /// p - 0.1·g: 1 - 0.3, -2 - 0, 4 + 0.4.
  @Test
  @HandCalculated(Sgd.class)
  void plainDescentGoesAgainstTheGradient() {
    assertClose("p", afterOneUpdate(Map.of("lr", 0.1)), new double[] {0.7, -2, 4.4}, 1e-15);
  }

  /// The length is 5, so g is scaled by 2/5: (1.2, 0), (-1.6). 1 - 0.12, -2, 4 + 0.16.
  @Test
  @HandCalculated(Sgd.class)
  void clippingByLengthScalesAllTensorsTogether() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "clip", Map.of("norm", 2)));
    assertClose("p", p, new double[] {0.88, -2, 4.16}, 1e-15);
  }

  /// The length is 5, which is no more than 10.
  @Test
  @HandCalculated(Sgd.class)
  void clippingLeavesAShortGradientAlone() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "clip", Map.of("norm", 10)));
    assertClose("p", p, new double[] {0.7, -2, 4.4}, 1e-15);
  }

  /// g is cut to (0.5, 0), (-0.5): 1 - 0.05, -2, 4 + 0.05.
  @Test
  @HandCalculated(Sgd.class)
  void clippingByValueCutsEveryElement() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "clip", Map.of("value", 0.5)));
    assertClose("p", p, new double[] {0.95, -2, 4.05}, 1e-15);
  }

  /// First by length to (1.2, 0), (-1.6), then by value to (1.2, 0), (-1.5): 1 - 0.12, -2, 4 + 0.15.
  @Test
  @HandCalculated(Sgd.class)
  void clippingByBothScalesFirst() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "clip", Map.of("norm", 2, "value", 1.5)));
    assertClose("p", p, new double[] {0.88, -2, 4.15}, 1e-15);
  }

  /// g + 0.5·p = (3.5, -1), (-2): 1 - 0.35, -2 + 0.1, 4 + 0.2. The decay is added after clipping.
  @Test
  @HandCalculated(Sgd.class)
  void coupledDecayIsPartOfTheGradient() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "weight_decay", 0.5));
    assertClose("p", p, new double[] {0.65, -1.9, 4.2}, 1e-15);
  }

  /// (1 - 0.25)·p - 0.1·g: 0.75 - 0.3, -1.5, 3 + 0.4.
  @Test
  @HandCalculated(Sgd.class)
  void decoupledDecayShrinksTheParameterItself() {
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "decoupled_decay", 0.25));
    assertClose("p", p, new double[] {0.45, -1.5, 3.4}, 1e-15);
  }
}
