package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;
import nnrun.tensor.Functions;

/// ρ∞ = 2/(1-β₂) - 1, ρ = ρ∞ - 2t·β₂ᵗ/(1-β₂ᵗ), r = √((ρ-4)(ρ-2)ρ∞/((ρ∞-4)(ρ∞-2)ρ)): how far the variance of v can be
/// trusted after t updates. Until ρ exceeds the threshold it is momentum with a bias correction.
@Component(
    formula = "p -= η·r·m̂·√(1-β₂ᵗ)/(√v + eps) once ρ > rho_threshold, before that p -= η·m̂",
    doc =
        "Adam that warms itself up: the first steps, whose mean square rests on few gradients, do without it. ρ∞ ="
            + " 2/(1-β₂) - 1, ρ = ρ∞ - 2t·β₂ᵗ/(1-β₂ᵗ), r = √((ρ-4)(ρ-2)ρ∞/((ρ∞-4)(ρ∞-2)ρ)).",
    use = "Instead of adam with a warmup whose length nobody knows.",
    avoid = "Beside a warmup schedule: it would warm up twice. Take adam there.",
    source = "Liu et al. 2020")
public record Radam(
    @Doc("Learning rate η") @Default("1e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g²") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Doc("The ρ above which v is used; 4 in the paper") @Default("5.0") @Range("[4,inf)") double rhoThreshold,
    @Doc("√(v + eps) instead of √v + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return List.of("mean", "square");
  }

  /// What η is multiplied with, and whether v is used: 1, or 0.
  @Override
  public List<String> scalars() {
    return List.of("rate", "adapted");
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    double power = Functions.power(beta2, hyper.step);
    double last = 2 / (1 - beta2) - 1;
    double rho = last - 2 * hyper.step * power / (1 - power);
    boolean adapted = rho > rhoThreshold;
    double trust =
        adapted ? Math.sqrt((rho - 4) * (rho - 2) * last / ((last - 4) * (last - 2) * rho) * (1 - power)) : 1;
    scalars[0] = trust / (1 - Functions.power(hyper.momentum, hyper.step));
    scalars[1] = adapted ? 1 : 0;
  }

  @Override
  public void rule(Rule r) {
    Expr m = r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh()));
    Expr v = r.slot(1).times(beta2).plus(r.g().squared().times(1 - beta2));
    r.slot(0, m);
    r.slot(1, v);
    Expr adapted = r.scalar(1);
    Expr root =
        adapted.times(Rule.root(v, eps, epsInsideSqrt)).plus(Expr.constant(1).minus(adapted)); // 1 while v is not used
    r.p(r.p().minus(r.lr(0).times(m.over(root))));
  }
}
