package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// With momentum: b = μ·b + g/(√a + eps), p -= η·b. Centred: a = s - m² with m the moving mean of g; rounding may leave
/// a tiny negative number there, which counts as 0.
@Component(
    formula = "s = ρ·s + (1-ρ)·g²; p -= η·g/(√s + eps)",
    doc = "Divides by a moving root mean square of the gradient: adagrad that forgets.",
    use = "For gradients whose size changes much from parameter to parameter or over time.",
    avoid =
        "At the very start of a run: the mean begins at 0 and is not corrected, so that first steps are long; take"
            + " adam.",
    source = "Hinton 2012; Graves 2013 (centered)")
public record Rmsprop(
    @Doc("Learning rate η") @Default("0.01") @Range("[0,inf)") double lr,
    @Doc("Share ρ of the old mean square") @Default("0.99") @Range("[0,1)") double rho,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Doc("Subtracts from s the square of the moving mean of g: its variance") @Default("false") boolean centered,
    @Doc("Share μ of a velocity v = μ·v + g/(√s + eps), which moves p instead: p -= η·v") @Default("0") @Range("[0,1)")
        double momentum,
    @Doc("√(s + eps) instead of √s + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  @Override
  public List<String> slots() {
    // The same matrices for every setting would cost memory; the names say which are there.
    if (centered) {
      return momentum > 0 ? List.of("square", "mean", "velocity") : List.of("square", "mean");
    }
    return momentum > 0 ? List.of("square", "velocity") : List.of("square");
  }

  @Override
  public void rule(Rule r) {
    Expr s = r.slot(0).times(rho).plus(r.g().squared().times(1 - rho));
    r.slot(0, s);
    Expr a = s;
    if (centered) {
      Expr m = r.slot(1).times(rho).plus(r.g().times(1 - rho));
      r.slot(1, m);
      a = s.minus(m.squared()).max(0);
    }
    Expr step = r.g().over(Rule.root(a, eps, epsInsideSqrt));
    if (momentum > 0) {
      int velocity = centered ? 2 : 1;
      step = r.momentum().times(r.slot(velocity)).plus(step);
      r.slot(velocity, step);
    }
    r.p(r.p().minus(r.lr().times(step)));
  }
}
