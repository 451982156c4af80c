package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;

@Component(
    formula = "s += g²; p -= η/(1 + (step-1)·lr_decay) · g/(√s + eps)",
    doc = "A rate of its own for every parameter, which only falls.",
    use = "For sparse inputs, such as counts of words.",
    avoid = "In long runs of deep nets: the rates fall to nothing; take rmsprop or adam.",
    source = "Duchi et al. 2011")
public record Adagrad(
    @Doc("Learning rate η") @Default("0.01") @Range("[0,inf)") double lr,
    @Doc("Keeps the division finite") @Default("1e-10") @Range("(0,1)") double eps,
    @Doc("Lets the rate fall with the steps") @Default("0") @Range("[0,inf)") double lrDecay,
    @Doc("s before the first update") @Default("0") @Range("[0,inf)") double initialAccumulator,
    @Doc("√(s + eps) instead of √s + eps") @Default("false") boolean epsInsideSqrt,
    @Inline Common common)
    implements Optimizer {
  @Override
  public List<String> slots() {
    return List.of("sum");
  }

  @Override
  public double slotStart(int slot) {
    return initialAccumulator;
  }

  @Override
  public List<String> scalars() {
    return List.of("rate");
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    scalars[0] = 1 / (1 + (hyper.step - 1) * lrDecay);
  }

  @Override
  public void rule(Rule r) {
    Expr s = r.slot(0).plus(r.g().squared());
    r.slot(0, s);
    r.p(r.p().minus(r.lr(0).times(r.g()).over(Rule.root(s, eps, epsInsideSqrt))));
  }
}
