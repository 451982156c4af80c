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

@Component(
    formula = "m = β₁·m + (1-β₁)·g; u = max(β₂·u, |g| + eps); p -= η/(1-β₁ᵗ)·m/u",
    doc = "Adam with the largest recent gradient instead of the mean square.",
    use = "Where gradients are rare, as in embeddings.",
    avoid = "Where gradients have spikes: one slows a parameter down for a thousand steps. Take adam.",
    source = "Kingma and Ba 2015, section 7.1")
public record Adamax(
    @Doc("Learning rate η") @Default("2e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old maximum that is left after a step") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Inline Common common)
    implements Optimizer {
  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return List.of("mean", "peak");
  }

  @Override
  public List<String> scalars() {
    return List.of("rate");
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    scalars[0] = 1 / (1 - Functions.power(hyper.momentum, hyper.step));
  }

  @Override
  public void rule(Rule r) {
    Expr m = r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh()));
    Expr u = r.slot(1).times(beta2).max(r.g().abs().plus(eps));
    r.slot(0, m);
    r.slot(1, u);
    r.p(r.p().minus(r.lr(0).times(m.over(u))));
  }
}
