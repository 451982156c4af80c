package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;

/// m = β₁m + (1-β₁)g, v = β₂v + (1-β₂)g², m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ): Algorithm 1 of the paper.
@Component(
    formula = "p -= η·m̂/(√v̂ + eps), m̂ and v̂ the bias-corrected moving means of g and g²",
    doc = "Momentum and a rate of its own for every parameter in one.",
    use = "As the first choice: it works at its defaults for most nets.",
    avoid = "Where the last point of accuracy counts and there is time to tune the rate: momentum; with decay: adamw.",
    source = "Kingma and Ba 2015")
public record Adam(
    @Doc("Learning rate η") @Default("1e-3") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the old mean of g") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g²") @Default("0.999") @Range("[0,1)") double beta2,
    @Doc("Keeps the division finite") @Default("1e-8") @Range("(0,1)") double eps,
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
    r.p(r.p().minus(r.lr().times(Moments.step(r, beta2, eps, epsInsideSqrt, amsgrad))));
  }
}
