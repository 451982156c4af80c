package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;

/// A unit switched off gives s = -λα, what selu tends to on the left. With q = 1 - rate, a = 1/√(q + s²q(1 - q)) and b
/// = -a(1 - q)s bring mean 0 and variance 1 back to what they were.
@Component(
    formula = "training: y = a(x·m + s(1 - m)) + b, m = 0 with probability rate else 1, s = -1.7581; afterwards y = x",
    doc = "The dropout for selu: keeps mean 0 and variance 1. a = 1/√(q + s²q(1 - q)), b = -a(1 - q)s, q = 1 - rate.",
    use = "After selu.",
    avoid = "After other activations: dropout.",
    source = "Klambauer et al. 2017")
public record AlphaDropout(
    @Doc("Share of the units switched off") @Example("0.1") @Default("0.5") @Range("[0,1)") double rate)
    implements Layer {
  private static final double OFF = -Selu.SCALE * Selu.ALPHA;

  @Override
  public boolean passesThrough() {
    return true;
  }

  @Override
  public Reads backwardReads() {
    return Reads.NEITHER;
  }

  @Override
  public Live build(Signal x, Build build) {
    Signal y = build.output(x, x.shape());
    Engine engine = build.engine();
    Matrix mask = build.perRow(x.size());
    double q = 1 - rate;
    double a = 1 / StrictMath.sqrt(q + OFF * OFF * q * (1 - q));
    double off = a * OFF - a * (1 - q) * OFF;
    Expr in = Expr.of(x.value());
    return new RandomLive(
        y,
        build.stream("mask"),
        key -> {
          Expr m = Expr.uniform(key).less(rate).then(0, a);
          Expr out = m.greater(0).then(in.times(a).minus(a * (1 - q) * OFF), off);
          return new RandomLive.Ops(
              engine.set(new Assign(mask, m), new Assign(y.value(), out)),
              engine.set(y.value(), in),
              x.gradient() == null || y.gradient() == null
                  ? null
                  : engine.set(x.gradient(), Expr.of(y.gradient()).times(Expr.of(mask))));
        });
  }
}
