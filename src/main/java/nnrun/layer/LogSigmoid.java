package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

/// Written as min(x, 0) - ln(1 + e^-|x|), which neither overflows nor loses digits.
@Component(
    formula = "y = ln σ(x)",
    derivative = "y' = σ(-x)",
    doc = "The logarithm of a probability, always below 0.",
    use = "For a loss of log-probabilities.",
    avoid = "Before binary_cross_entropy, which does it by itself.",
    source = "Common knowledge")
public record LogSigmoid() implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return x.min(0).minus(x.abs().negate().exp().log1p());
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return x.negate().sigmoid();
  }
}
