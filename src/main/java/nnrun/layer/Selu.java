package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Expr;

/// λ and α are such that inputs of mean 0 and variance 1, with weights of mean 0 and variance 1/n_in, give outputs of
/// mean 0 and variance 1.
@Component(
    formula = "y = λx if x > 0 else λα(e^x - 1), λ = 1.0507, α = 1.67326",
    derivative = "y' = λ if x > 0 else y + λα",
    doc = "Keeps mean 0 and variance 1 from layer to layer without norms.",
    use = "In deep dense nets whose weights begin with lecun_normal; dropout is then alpha_dropout.",
    avoid = "Beside batch_norm, which makes it needless: relu.",
    source = "Klambauer et al. 2017")
public record Selu() implements Activation.Elementwise {
  static final double ALPHA = 1.6732632423543772;
  static final double SCALE = 1.0507009873554805;

  @Override
  public Expr value(Expr x) {
    return x.greater(0).then(x.times(SCALE), x.min(0).expm1().times(SCALE * ALPHA));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return y.greater(0).then(Expr.constant(SCALE), y.plus(SCALE * ALPHA));
  }

  /// Less than the 1 that keeps the variance, as PyTorch has it: it damps what layers of finite width add.
  @Override
  public double gain() {
    return 0.75;
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }
}
