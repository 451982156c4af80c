package nnrun.optim;

import java.util.ArrayList;
import java.util.List;
import nnrun.state.Hyper;
import nnrun.tensor.Assign;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;

/// What an optimizer's arithmetic of one element reads and writes: the parameter p, its gradient g (decayed and clipped
/// already), the slots, the settings of this update and the scalars.
public final class Rule {
  private final Matrix p;
  private final Expr g;
  private final Matrix[] slots;
  private final Hyper hyper;
  private final double[] scalars;
  private final Expr decayedP;
  private final Group group;
  private final double grain;
  private final List<Assign> assigns = new ArrayList<>();

  /// @param group of the parameter
  /// @param grain what is added to a slot and taken away again
  Rule(Matrix p, Expr decayedP, Expr g, Matrix[] slots, Hyper hyper, double[] scalars, Group group, double grain) {
    this.grain = grain;
    this.group = group;
    this.p = p;
    this.decayedP = decayedP;
    this.g = g;
    this.slots = slots;
    this.hyper = hyper;
    this.scalars = scalars;
  }

  /// The parameter before the update.
  public Expr p() {
    return decayedP;
  }

  /// The gradient.
  public Expr g() {
    return g;
  }

  /// What the slot remembers.
  public Expr slot(int i) {
    return Expr.of(slots[i]);
  }

  /// The parameter before the update, times 1 - η·λ.
  ///
  /// @param decay λ
  public Expr decayed(double decay) {
    return decay == 0 || !group.decay() ? p() : p().times(Expr.constant(1).minus(lr().times(decay)));
  }

  /// η of this update.
  public Expr lr() {
    return Expr.number(() -> hyper.lr * group.lrFactor());
  }

  /// η of this update times a scalar, computed in float64.
  public Expr lr(int scalar) {
    return Expr.number(() -> hyper.lr * group.lrFactor() * scalars[scalar]);
  }

  /// μ or β₁ of this update.
  public Expr momentum() {
    return Expr.number(() -> hyper.momentum);
  }

  /// 1 - μ or 1 - β₁, computed in float64.
  public Expr fresh() {
    return Expr.number(() -> 1 - hyper.momentum);
  }

  /// -1, 0 or 1.
  static Expr sign(Expr x) {
    return x.greater(0).then(Expr.constant(1), x.less(0).then(-1, 0));
  }

  /// √s + eps, or √(s + eps): both keep a division by it finite.
  static Expr root(Expr s, double eps, boolean inside) {
    return inside ? s.plus(eps).sqrt() : s.sqrt().plus(eps);
  }

  /// A scalar of this update.
  public Expr scalar(int i) {
    return Expr.number(() -> scalars[i]);
  }

  /// 1/s of a scalar s of this update, computed in float64: a product takes a tenth of the time of a division.
  public Expr per(int i) {
    return Expr.number(() -> 1 / scalars[i]);
  }

  /// The slot becomes this, rounded so that it is 0 or a normal number.
  public void slot(int i, Expr next) {
    assigns.add(new Assign(slots[i], next.plus(grain).minus(grain)));
  }

  /// The parameter becomes this.
  public void p(Expr next) {
    assigns.add(new Assign(p, next));
  }

  Assign[] assigns() {
    return assigns.toArray(new Assign[0]);
  }
}
