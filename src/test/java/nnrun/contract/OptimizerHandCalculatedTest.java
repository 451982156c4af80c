package nnrun.contract;

import static nnrun.contract.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.optim.Adam;
import nnrun.optim.Adamw;
import nnrun.optim.Amsgrad;
import nnrun.optim.GradientDescent;
import nnrun.optim.Lion;
import nnrun.optim.Nadam;
import nnrun.optim.Optimizer;
import nnrun.optim.Radam;
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
    return afterOneUpdate("sgd", settings);
  }

  private static double[] afterOneUpdate(String name, Map<String, Object> settings) {
    Optimizer optimizer = Golden.component(Optimizer.class, name, settings, Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Parameter a = parameter(engine, "a", new double[] {1, -2}, new double[] {3, 0});
      Parameter b = parameter(engine, "b", new double[] {4}, new double[] {-4});
      Hyper hyper = new Hyper();
      hyper.lr = optimizer.lr();
      hyper.momentum = optimizer.momentum();
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
    return new Parameter(name, name, Parameter.Kind.WEIGHT, p, g);
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

  /// (3e30, 0) and (-4e30) are 5e30 long, though the square of 3e30 is no float32: scaled by 1/5e30 they are (0.6, 0),
  /// (-0.8), and 1 - 0.06, -2, 4 + 0.08.
  @Test
  @HandCalculated(Sgd.class)
  void aGradientWhoseSquareIsTooLargeIsClippedAllTheSame() {
    Optimizer optimizer =
        Golden.component(Optimizer.class, "sgd", Map.of("lr", 0.1, "clip", Map.of("norm", 1)), Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT32, 1)) {
      Parameter a = parameter(engine, "a", new double[] {1, -2}, new double[] {3e30, 0});
      Parameter b = parameter(engine, "b", new double[] {4}, new double[] {-4e30});
      Hyper hyper = new Hyper();
      hyper.lr = 0.1;
      hyper.step = 1;
      Updates updates = new Updates(engine, optimizer, hyper, List.of(a, b));
      updates.run();
      assertThat(updates.length()).isCloseTo(5e30, within(1e24));
      double[] p = {a.value().at(0), a.value().at(1), b.value().at(0)};
      assertClose("p", p, new double[] {0.94, -2, 4.08}, 1e-6);
      b.gradient().put(0, Double.NaN);
      assertThat(updates.length()).isNaN();
      b.gradient().put(0, Double.NEGATIVE_INFINITY);
      assertThat(updates.length()).isInfinite();
    }
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

  /// p - 0.1·g, as sgd; that g is over all rows is the batch's affair.
  @Test
  @HandCalculated(GradientDescent.class)
  void gradientDescentGoesAgainstTheGradient() {
    double[] p = afterOneUpdate("gradient_descent", Map.of());
    assertClose("p", p, new double[] {0.7, -2, 4.4}, 1e-15);
  }

  /// The decay adds 0.5·p to g, but not in b. a moves by half the rate: 1 - 0.05·3.5, -2 + 0.05·1; b: 4 + 0.1·4.
  @Test
  @HandCalculated(Sgd.class)
  void groupsHaveTheirOwnRateAndDecay() {
    List<Object> groups =
        List.of(Map.of("layers", List.of("a"), "lr_factor", 0.5), Map.of("layers", List.of("b"), "decay", false));
    double[] p = afterOneUpdate(Map.of("lr", 0.1, "weight_decay", 0.5, "groups", groups));
    assertClose("p", p, new double[] {0.825, -1.95, 4.4}, 1e-15);
  }

  /// The first step of adam is the rate against the sign of g: 1 - 0.1, -2, 4 + 0.1. The decay takes 0.1·0.5·p from a
  /// alone: 0.95 - 0.1, -1.9.
  @Test
  @HandCalculated(Adamw.class)
  void aGroupWithoutDecayHasNoneOfAnyKind() {
    List<Object> groups = List.of(Map.of("layers", List.of("b"), "decay", false));
    double[] p = afterOneUpdate("adamw", Map.of("lr", 0.1, "decay", 0.5, "groups", groups));
    assertClose("p", p, new double[] {0.85, -1.9, 4.1}, 1e-8);
  }

  /// The first update: m̂ = g and v̂ = g², so that p -= 0.1·g/√(g² + 0.25), with g = 0 in the second place. nadam has
  /// nothing to look ahead with when β₁ = 0.
  @Test
  @HandCalculated({Adam.class, Adamw.class, Amsgrad.class, Nadam.class})
  void epsMayStandInsideTheRoot() {
    double[] expected = {1 - 0.3 / Math.sqrt(9.25), -2, 4 + 0.4 / Math.sqrt(16.25)};
    Map<String, Object> settings = Map.of("lr", 0.1, "eps", 0.25, "eps_inside_sqrt", true, "beta1", 0);
    for (String name : List.of("adam", "amsgrad", "nadam")) {
      assertClose(name, afterOneUpdate(name, settings), expected, 1e-14);
    }
    Map<String, Object> noDecay = new LinkedHashMap<>(settings);
    noDecay.put("decay", 0);
    assertClose("adamw", afterOneUpdate("adamw", noDecay), expected, 1e-14);
  }

  /// β₂ = 0.9: ρ∞ = 19, and ρ = 19 - 2t·0.9ᵗ/(1 - 0.9ᵗ) is 3.7374 for t = 4 and 4.5806 for t = 5. So with the paper's
  /// threshold of 4 and g = 3 the first four updates go 0.1·3 each, from 1 to -0.2; in the fifth v = 9·(1 - 0.9⁵).
  @Test
  @HandCalculated(Radam.class)
  void radamUsesTheMeanSquareOnceItCanBeTrusted() {
    Map<String, Object> settings =
        Map.of("lr", 0.1, "eps", 0.25, "eps_inside_sqrt", true, "beta1", 0, "beta2", 0.9, "rho_threshold", 4);
    Optimizer optimizer = Golden.component(Optimizer.class, "radam", settings, Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Parameter a = parameter(engine, "a", new double[] {1}, new double[] {3});
      Hyper hyper = new Hyper();
      hyper.lr = optimizer.lr();
      Updates updates = new Updates(engine, optimizer, hyper, List.of(a));
      for (int t = 1; t <= 5; t++) {
        hyper.step = t;
        updates.run();
        if (t == 4) {
          assertClose("p", Numbers.of(a.value()), new double[] {-0.2}, 1e-15);
        }
      }
      double rest = 1 - 0.59049;
      double rho = 19 - 10 * 0.59049 / rest;
      double trust = Math.sqrt((rho - 4) * (rho - 2) * 19 / (15 * 17 * rho));
      double step = trust * 3 * Math.sqrt(rest) / Math.sqrt(9 * rest + 0.25);
      assertClose("p", Numbers.of(a.value()), new double[] {-0.2 - 0.1 * step}, 1e-14);
    }
  }

  /// First update: m = 0, so the direction is the sign of 0.1·g = 0.05: p = (1 - 0.1·0.5)·1 - 0.1 = 0.85, and m =
  /// 0.01·0.5 = 0.005. Second, g = -0.06: 0.9·0.005 - 0.1·0.06 = -0.0015 is negative, so p = 0.95·0.85 + 0.1 = 0.9075;
  /// m = 0.99·0.005 - 0.01·0.06 = 0.00435. Where g is 0 only the decay acts: 2·0.95² = 1.805.
  @Test
  @HandCalculated(Lion.class)
  void lionMovesByTheRateWhereTheMixedMeanPoints() {
    Map<String, Object> settings = Map.of("lr", 0.1, "decay", 0.5);
    Optimizer optimizer = Golden.component(Optimizer.class, "lion", settings, Map.of(), Map.of());
    try (Engine engine = Engine.of(Precision.FLOAT64, 1)) {
      Parameter a = parameter(engine, "a", new double[] {1, 2}, new double[] {0.5, 0});
      Hyper hyper = new Hyper();
      hyper.lr = optimizer.lr();
      hyper.momentum = optimizer.momentum();
      hyper.step = 1;
      Updates updates = new Updates(engine, optimizer, hyper, List.of(a));
      updates.run();
      assertClose("p", Numbers.of(a.value()), new double[] {0.85, 1.9}, 1e-15);
      Numbers.fill(a.gradient(), new double[] {-0.06, 0});
      hyper.step = 2;
      updates.run();
      assertClose("p", Numbers.of(a.value()), new double[] {0.9075, 1.805}, 1e-15);
      Memory memory = new Memory();
      updates.state(memory);
      assertClose("m", (double[]) memory.values().get("a.mean"), new double[] {0.00435, 0}, 1e-15);
    }
  }
}
