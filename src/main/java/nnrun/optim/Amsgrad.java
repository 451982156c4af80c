package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;

/// The same as `adam: {amsgrad: true}`: the maximum is that of v, and its bias is corrected afterwards.
@Component(
    formula = "p -= η·m̂/(√v̂ + eps), with the greatest v so far in v̂",
    doc = "Adam whose rate for a parameter never grows again.",
    use = "Where rare large gradients mislead adam.",
    avoid = "As a first choice: seldom better than adam, and one matrix larger.",
    source = "Reddi et al. 2018")
public record Amsgrad(
    @Doc("Learning rate η") @Default("1e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g²") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Doc("√(v̂ + eps) instead of √v̂ + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return Moments.slots(true);
  }

  @Override
  public List<String> scalars() {
    return Moments.SCALARS;
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    Moments.corrections(hyper, beta2, scalars);
  }

  @Override
  public void rule(Rule r) {
    r.p(r.p().minus(r.lr().times(Moments.step(r, beta2, eps, epsInsideSqrt, true))));
  }
}
