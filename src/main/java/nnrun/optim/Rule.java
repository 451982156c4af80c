package nnrun.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
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
  private final Expr decayedP;
  private final Numbers numbers;
  private final double grain;
  private final List<Assign> assigns = new ArrayList<>();

  /// @param numbers of the parameter's group
  /// @param grain what is added to a slot and taken away again
  Rule(Matrix p, Expr decayedP, Expr g, Matrix[] slots, Numbers numbers, double grain) {
    this.grain = grain;
    this.numbers = numbers;
    this.p = p;
    this.decayedP = decayedP;
    this.g = g;
    this.slots = slots;
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
    return decay == 0 || !numbers.group.decay() ? p() : p().times(Expr.constant(1).minus(lr().times(decay)));
  }

  /// η of this update.
  public Expr lr() {
    return numbers.lr;
  }

  /// η of this update times a scalar, computed in float64.
  public Expr lr(int scalar) {
    return numbers.lrTimes[scalar];
  }

  /// μ or β₁ of this update.
  public Expr momentum() {
    return numbers.momentum;
  }

  /// 1 - μ or 1 - β₁, computed in float64.
  public Expr fresh() {
    return numbers.fresh;
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
    return numbers.scalars[i];
  }

  /// 1/s of a scalar s of this update, computed in float64: a product takes a tenth of the time of a division.
  public Expr per(int i) {
    return numbers.per[i];
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

  /// The numbers of an update that all parameters of a group share, each one leaf, so that their loops can be run as
  /// one.
  static final class Numbers {
    private final Group group;
    private final Expr lr;
    private final Expr momentum;
    private final Expr fresh;
    private final Expr[] scalars;
    private final Expr[] per;
    private final Expr[] lrTimes;

    Numbers(Group group, Hyper hyper, double[] scalars) {
      this.group = group;
      lr = Expr.number(() -> hyper.lr * group.lrFactor());
      momentum = Expr.number(() -> hyper.momentum);
      fresh = Expr.number(() -> 1 - hyper.momentum);
      this.scalars = each(scalars, i -> scalars[i]);
      per = each(scalars, i -> 1 / scalars[i]);
      lrTimes = each(scalars, i -> hyper.lr * group.lrFactor() * scalars[i]);
    }

    Group group() {
      return group;
    }

    private static Expr[] each(double[] scalars, IntToDoubleFunction value) {
      Expr[] numbers = new Expr[scalars.length];
      Arrays.setAll(numbers, i -> Expr.number(() -> value.applyAsDouble(i)));
      return numbers;
    }
  }
}
