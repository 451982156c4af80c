package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

@Component(
    formula = "(y - t)²",
    doc = "Squared error: leads to the mean.",
    use = "For regression with errors of about one size, and for autoencoders.",
    avoid = "With outliers, which pull it about (huber, mae), and for classes (cross_entropy).",
    source = "Legendre 1805; Gauss 1809",
    aliases = "l2_loss")
public record Mse(
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    return y.minus(t).squared();
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return y.minus(t).times(2);
  }
}
