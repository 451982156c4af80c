package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;

/// p is multiplied by 1 - η·weight_decay first (the form of the frameworks; `decoupled_decay` is the one without η).
@Component(
    formula = "p = (1 - η·λ)·p; p -= η·m̂/(√v̂ + eps)",
    doc = "Adam whose decay acts on the parameter itself instead of the gradient.",
    use = "For nets that overfit, with a falling schedule; the usual choice for large ones.",
    avoid = "Without decay it is adam.",
    source = "Loshchilov and Hutter 2019")
public record Adamw(
    @Doc("Learning rate η") @Default("1e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g²") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
    @Doc("Decay λ, multiplied by the rate") @Default("0.01") @Range("[0,inf)") double decay,
    @Doc("Divides by the greatest mean of g² so far (Reddi et al. 2018)") @Default("false") boolean amsgrad,
    @Doc("√(v̂ + eps) instead of √v̂ + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return Moments.slots(amsgrad);
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
    r.p(r.decayed(decay).minus(r.lr().times(Moments.step(r, beta2, eps, epsInsideSqrt, amsgrad))));
  }
}
