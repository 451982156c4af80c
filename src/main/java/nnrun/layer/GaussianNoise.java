package nnrun.layer;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;

@Component(
    formula = "training: y = x + std·n, n ~ N(0, 1); afterwards y = x; dx = dy",
    doc = "Disturbs its input while training.",
    use = "Before the first dense layer against overfitting, or for a denoising autoencoder.",
    avoid = "On inputs that are not scaled: std means something else for each of them.",
    source = "Bishop 1995; Vincent et al. 2010")
public record GaussianNoise(@Doc("Standard deviation of the noise") @Default("0.1") @Range("[0,inf)") double std)
    implements Layer {
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
    Expr in = Expr.of(x.value());
    return new RandomLive(
        y,
        build.stream("noise"),
        key ->
            new RandomLive.Ops(
                engine.set(y.value(), in.plus(Expr.normal(key).times(std))),
                engine.set(y.value(), in),
                x.gradient() == null || y.gradient() == null ? null : engine.set(x.gradient(), Expr.of(y.gradient()))));
  }
}
