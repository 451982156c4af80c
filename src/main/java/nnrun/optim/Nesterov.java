package nnrun.optim;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// The look-ahead form in shifted variables: this p is the point p + μv of the textbook, where its gradient is taken.
@Component(
    formula = "v = μ·v + g; p -= η·(g + μ·v)",
    doc =
        "Momentum that looks ahead: takes the gradient where the velocity leads. With v the velocity and p the point"
            + " looked ahead to, this form is the look-ahead in shifted variables.",
    use = "Like momentum; overshoots less.",
    avoid = "With very noisy gradients, where it is no better than momentum.",
    source = "Nesterov 1983; Sutskever et al. 2013")
public record Nesterov(
    @Doc("Learning rate η") @Default("0.01") @Range("[0,inf)") double lr,
    @Doc("Share μ of the velocity that is kept") @Default("0.9") @Range("[0,1)") double momentum,
    @Inline Common common)
    implements Optimizer {
  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public void rule(Rule r) {
    Expr v = r.momentum().times(r.slot(0)).plus(r.g());
    r.slot(0, v);
    r.p(r.p().minus(r.lr().times(r.g().plus(r.momentum().times(v)))));
  }
}
