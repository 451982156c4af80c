package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.state.Hyper;
import nnrun.tensor.Expr;

/// In the form most frameworks use: the rate stands outside the velocity.
@Component(
    formula = "v = μ·v + (1 - dampening)·g, the first v = g; p -= η·v",
    doc = "Goes on in the direction it came: faster along ravines, damped across them.",
    use = "For most nets, when the rate is tuned and falls: often the best final accuracy.",
    avoid = "With a rate tuned for sgd: at momentum 0.9 steps are up to ten times as long.",
    source = "Polyak 1964")
public record Momentum(
    @Doc("Learning rate η") @Default("0.01") @Range("[0,inf)") double lr,
    @Doc("Share μ of the velocity that is kept") @Default("0.9") @Range("[0,1)") double momentum,
    @Doc("Takes this share off every gradient but the first") @Default("0") @Range("[0,1)") double dampening,
    @Inline Common common)
    implements Optimizer {
  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public List<String> scalars() {
    return List.of("entry");
  }

  @Override
  public void advance(Hyper hyper, double[] scalars) {
    scalars[0] = hyper.step == 1 ? 1 : 1 - dampening;
  }

  @Override
  public void rule(Rule r) {
    Expr v = r.momentum().times(r.slot(0)).plus(dampening == 0 ? r.g() : r.scalar(0).times(r.g()));
    r.slot(0, v);
    r.p(r.p().minus(r.lr().times(v)));
  }
}
