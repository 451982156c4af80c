package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Expr;

/// Both forms go on as their tangent where they would not be numbers: e^y above y = 50, ln(y + eps) below y = 0.
@Component(
    formula = "e^y - t·y from the logarithm of the rate, or y - t·ln(y + eps) from the rate",
    doc = "The output is the expected number of events, or its logarithm.",
    use =
        "For counts; the model ends in a plain dense layer, with log_input: false in something positive such"
            + " as softplus.",
    avoid = "Where counts spread far more than their mean: gaussian_nll of their logarithm.",
    source = "McCullagh and Nelder 1989")
public record PoissonNll(
    @Doc("Whether the outputs are logarithms of rates; predictions are rates either way") @Default("true")
        boolean logInput,
    @Doc("Add Stirling's ln t! = t·ln t - t + ½ln(2πt) where t > 1; no gradient changes") @Default("false")
        boolean full,
    @Doc("Added to a rate before its logarithm is taken") @Default("1e-8") @Range("(0,inf)") double eps,
    @Doc("mean or sum over the outputs of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss.PerOutput {
  private static final double LARGEST_LOG = 50;

  @Override
  public Wants wants() {
    return Wants.COUNTS;
  }

  @Override
  public Link link() {
    return logInput ? Link.EXP : Link.IDENTITY;
  }

  @Override
  public Expr value(Expr y, Expr t) {
    Expr value;
    if (logInput) {
      value = rate(y).times(y.minus(LARGEST_LOG).max(0).plus(1)).minus(t.times(y));
    } else {
      Expr log = y.max(0).plus(eps).log().plus(y.min(0).over(eps));
      value = y.minus(t.times(log));
    }
    if (!full) {
      return value;
    }
    Expr stirling = t.times(t.log()).minus(t).plus(t.times(2 * StrictMath.PI).log().times(0.5));
    return value.plus(t.greater(1).then(stirling, 0));
  }

  @Override
  public Expr slope(Expr y, Expr t) {
    return logInput ? rate(y).minus(t) : Expr.constant(1).minus(t.over(y.max(0).plus(eps)));
  }

  private static Expr rate(Expr y) {
    return y.min(LARGEST_LOG).exp();
  }
}
