package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// ε stands inside both roots, as in the paper; it also makes the first step, since u begins at 0. The paper has no η.
@Component(
    formula = "s = ρ·s + (1-ρ)·g²; d = g·√(u + eps)/√(s + eps); u = ρ·u + (1-ρ)·d²; p -= η·d",
    doc = "Divides by a moving root mean square of g and multiplies by that of its own steps, so it needs no rate.",
    use = "Where no rate is to be chosen.",
    avoid = "For short runs: it begins slowly. Take adam.",
    source = "Zeiler 2012")
public record Adadelta(
    @Doc("Learning rate η; 1 in the paper") @Default("1.0") @Range("[0,inf)") double lr,
    @Doc("Share ρ of the old means") @Default("0.9") @Range("[0,1)") double rho,
    @Doc("Makes the first steps and keeps the division finite") @Default("1e-6") @Range("(0,1)") double eps,
    @Inline Common common)
    implements Optimizer {
  @Override
  public List<String> slots() {
    return List.of("square", "step_square");
  }

  @Override
  public void rule(Rule r) {
    Expr s = r.slot(0).times(rho).plus(r.g().squared().times(1 - rho));
    Expr d = r.slot(1).plus(eps).sqrt().over(s.plus(eps).sqrt()).times(r.g());
    r.slot(0, s);
    r.slot(1, r.slot(1).times(rho).plus(d.squared().times(1 - rho)));
    r.p(r.p().minus(r.lr().times(d)));
  }
}
