package nnrun.penalty;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Inline;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

@Component(
    formula = "λ/2·Σw²",
    doc = "Keeps all weights small: smoother functions.",
    use = "When val.loss rises while train.loss falls; begin with 1e-4.",
    avoid = "With adam, which divides the penalty away again: adamw's decay.",
    source = "Hoerl and Kennard 1970",
    aliases = "ridge")
public record L2(
    @Doc("Strength λ") @Example("1e-4") @Default("1e-4") @Range("[0,inf)") double lambda, @Inline Where where)
    implements Penalty {
  @Override
  public Expr value(Expr w) {
    return w.squared().times(lambda / 2);
  }

  @Override
  public Expr slope(Expr w) {
    return w.times(lambda);
  }
}
