package nnrun.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.state.Hyper;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;

/// An optimizer at work on the parameters of a network: its memory, and one fused pass over p, g and slots a parameter.
///
/// The scalars of an update are computed once for all parameters, so an update never depends on how many there are.
public final class Updates {
  /// A moment of a parameter whose gradient has become 0 would fade into the numbers below the normal ones and stay
  /// there, and arithmetic with those is many times slower. Adding 2⁻¹⁰² in float32 (2⁻⁹⁶⁹ in float64) and taking it
  /// away again rounds to multiples of the smallest normal number, and leaves every number above 2⁻⁷⁷, which is 7e-24
  /// (2⁻⁹¹⁵), as it is.
  private static final double GRAIN_32 = 0x1p-102;

  private static final double GRAIN_64 = 0x1p-969;

  private final Optimizer optimizer;
  private final Hyper hyper;
  private final List<Parameter> parameters;
  private final List<Matrix[]> slots = new ArrayList<>();
  private final List<Matrix> squares = new ArrayList<>();
  private final double[] scalars;
  private final Op norms;
  private final Op update;
  private double length;
  private double coefficient = 1;
  private final Expr clipped = Expr.number(() -> coefficient);

  /// @param hyper the rate, momentum and number of each update, set by whoever drives it
  public Updates(Engine engine, Optimizer optimizer, Hyper hyper, List<Parameter> parameters) {
    this.optimizer = optimizer;
    this.hyper = hyper;
    this.parameters = List.copyOf(parameters);
    scalars = new double[optimizer.scalars().size()];
    Arrays.fill(scalars, optimizer.scalarStart());
    List<Op> sums = new ArrayList<>();
    List<Op> updates = new ArrayList<>();
    Map<Group, Rule.Numbers> numbers = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Matrix[] own = new Matrix[optimizer.slots().size()];
      for (int s = 0; s < own.length; s++) {
        own[s] = engine.matrixLike(parameter.value());
        own[s].fill(optimizer.slotStart(s));
      }
      slots.add(own);
      Matrix square = engine.matrix(1, parameter.value().columns());
      squares.add(square);
      sums.add(engine.sumRows(parameter.gradient(), new Assign(square, Expr.of(parameter.gradient()).squared())));
      Group group = optimizer.common().group(parameter.layer());
      Rule.Numbers shared = numbers.computeIfAbsent(group, it -> new Rule.Numbers(it, hyper, scalars));
      Rule rule = rule(parameter, own, shared, engine.precision() == Precision.FLOAT32 ? GRAIN_32 : GRAIN_64);
      optimizer.rule(rule);
      updates.add(engine.set(rule.assigns()));
    }
    norms = engine.together(sums);
    update = engine.together(updates);
  }

  private Rule rule(Parameter parameter, Matrix[] own, Rule.Numbers numbers, double grain) {
    Common common = optimizer.common();
    Group group = numbers.group();
    Expr p = Expr.of(parameter.value());
    Expr g = Expr.of(parameter.gradient());
    Clip clip = common.clip();
    if (clip != null && clip.norm() != null) {
      g = g.times(clipped);
    }
    if (clip != null && clip.value() != null) {
      g = g.max(-clip.value()).min(clip.value());
    }
    if (common.weightDecay() != 0 && group.decay()) {
      g = g.plus(p.times(common.weightDecay()));
    }
    boolean decays = common.decoupledDecay() != 0 && group.decay();
    Expr decayed = decays ? p.times(1 - common.decoupledDecay()) : p;
    return new Rule(parameter.value(), decayed, g, own, numbers, grain);
  }

  /// Computes the length of the gradient over all parameters, √Σg², before clipping. Where a square is too large for
  /// the precision, m·√Σ(g/m)² in float64 with the greatest magnitude m.
  public double length() {
    double sum = 0;
    norms.run();
    for (int i = 0; i < squares.size(); i++) {
      Matrix square = squares.get(i);
      for (int c = 0; c < square.columns(); c++) {
        sum += square.at(c);
      }
    }
    length = Double.isFinite(sum) ? Math.sqrt(sum) : scaledLength();
    return length;
  }

  private double scaledLength() {
    double greatest = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Matrix gradient = parameters.get(i).gradient();
      for (int k = 0; k < gradient.size(); k++) {
        greatest = Math.max(greatest, Math.abs(gradient.at(k)));
      }
    }
    if (!Double.isFinite(greatest)) {
      return greatest; // the gradient itself is infinite or NaN
    }
    double sum = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Matrix gradient = parameters.get(i).gradient();
      for (int k = 0; k < gradient.size(); k++) {
        double share = gradient.at(k) / greatest;
        sum += share * share;
      }
    }
    return greatest * Math.sqrt(sum);
  }

  /// One update of every parameter from its gradient.
  ///
  /// @return false where the length of the gradient is asked for and some gradient is not finite: nothing was done then
  public boolean run() {
    Clip clip = optimizer.common().clip();
    if (clip != null && clip.norm() != null) {
      coefficient = clip.coefficient(length());
      if (!Double.isFinite(length) && parameters.stream().anyMatch(p -> p.gradient().firstNonFinite() >= 0)) {
        return false;
      }
    }
    optimizer.advance(hyper, scalars);
    update.run();
    return true;
  }

  public void state(State s) {
    for (int i = 0; i < parameters.size(); i++) {
      State own = s.in(parameters.get(i).name());
      for (int slot = 0; slot < slots.get(i).length; slot++) {
        own.matrix(optimizer.slots().get(slot), slots.get(i)[slot]);
      }
    }
    for (int i = 0; i < scalars.length; i++) {
      scalars[i] = s.real(optimizer.scalars().get(i), scalars[i]);
    }
  }
}
