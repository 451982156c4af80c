package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// The direction comes from the mean before it takes in g with β₂. The decay acts on the parameter, as in adamw.
@Component(
    formula = "p = (1 - η·λ)·p - η·sign(β₁·m + (1-β₁)·g); m = β₂·m + (1-β₂)·g",
    doc = "Every parameter moves by the rate, whatever the size of its gradient; half of adam's memory.",
    use = "With large batches, a falling schedule, and a rate 3 to 10 times smaller than adam's.",
    avoid = "With small batches: its steps do not shrink with the noise. Take adamw.",
    source = "Chen et al. 2023")
public record Lion(
    @Doc("Learning rate η") @Default("1e-4") @Range("[0,inf)") double lr,
    @Doc("Share β₁ of the mean in the direction") @Default("0.9") @Range("[0,1)") double beta1,
    @Doc("Share β₂ of the old mean of g") @Default("0.99") @Range("[0,1)") double beta2,
    @Doc("Decay λ, multiplied by the rate") @Default("0") @Range("[0,inf)") double decay,
    @Inline Common common)
    implements Optimizer {
  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public List<String> slots() {
    return List.of("mean");
  }

  @Override
  public void rule(Rule r) {
    Expr direction = Rule.sign(r.slot(0).times(r.momentum()).plus(r.g().times(r.fresh())));
    r.slot(0, r.slot(0).times(beta2).plus(r.g().times(1 - beta2)));
    r.p(r.decayed(decay).minus(r.lr().times(direction)));
  }
}
