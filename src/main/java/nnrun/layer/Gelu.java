package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Expr;

/// Φ is the normal distribution function, ½·erfc(-x/√2).
@Component(
    formula = "y = xΦ(x)",
    derivative = "y' = Φ(x) + xφ(x)",
    doc = "A relu with a soft, slightly negative bend: x times the share of a normal distribution below it.",
    use = "In deep nets with norms; the usual choice in transformers.",
    avoid = "Where speed counts, or a unit must be able to say exactly 0: relu.",
    source = "Hendrycks and Gimpel 2016")
public record Gelu(
    @Doc("none: exact; tanh: ½x(1 + tanh(√(2/π)(x + 0.044715x³))); sigmoid: xσ(1.702x)") @Default("none")
        Approximate approximate)
    implements Activation.Elementwise {
  /// The form computed.
  public enum Approximate {
    NONE,
    TANH,
    SIGMOID
  }

  private static final double SLOPE = 1.702;
  private static final double CUBIC = 0.044715;
  private static final double ROOT = 2 * StrictMath.sqrt(2 / StrictMath.PI);

  @Override
  public Expr value(Expr x) {
    return switch (approximate) {
      case NONE -> x.times(phi(x));
      case TANH -> x.times(inner(x).sigmoid());
      case SIGMOID -> x.times(x.times(SLOPE).sigmoid());
    };
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return switch (approximate) {
      case NONE -> {
        Expr density = x.squared().times(-0.5).exp().times(1 / StrictMath.sqrt(2 * StrictMath.PI));
        yield phi(x).plus(x.times(density));
      }
      case TANH -> {
        Expr s = inner(x).sigmoid();
        // Far out s(1 - s) is 0 and x² may be infinite, which would make NaN: cut x where s is 0 or 1 in both
        // precisions.
        Expr bounded = x.max(-50).min(50);
        Expr innerSlope = bounded.squared().times(3 * CUBIC).plus(1).times(ROOT);
        yield s.plus(bounded.times(innerSlope).times(s).times(Expr.constant(1).minus(s)));
      }
      case SIGMOID -> {
        Expr s = x.times(SLOPE).sigmoid();
        yield s.plus(x.times(SLOPE).times(s).times(Expr.constant(1).minus(s)));
      }
    };
  }

  private static Expr phi(Expr x) {
    return x.times(-StrictMath.sqrt(0.5)).erfc().times(0.5);
  }

  /// 2√(2/π)·(x + 0.044715x³); ½(1 + tanh z) is σ(2z), which keeps its digits far to the left.
  private static Expr inner(Expr x) {
    return x.squared().times(x).times(CUBIC).plus(x).times(ROOT);
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2);
  }

  @Override
  public boolean rectifies() {
    return true;
  }
}
