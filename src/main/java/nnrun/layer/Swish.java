package nnrun.layer;

import nnrun.init.Constant;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "y = xσ(βx)",
    derivative = "y' = σ(βx)(1 + βx(1 - σ(βx))); trained β: dβ = Σ dy·x²σ(βx)(1 - σ(βx))",
    doc = "A smooth relu with a small dip to the left.",
    use = "In deep nets, where it is often a little better than relu.",
    avoid = "Where speed counts, or outputs of exactly 0 are wanted: relu.",
    source = "Ramachandran et al. 2017",
    aliases = "silu")
public record Swish(
    @Doc("Sharpness β of the bend, at the start if it is trained") @Default("1") @Range("(0,inf)") double beta,
    @Doc("Train β, one for the layer") @Default("false") boolean trainable)
    implements Activation.Elementwise {
  @Override
  public Expr value(Expr x) {
    return valueAt(x, Expr.constant(beta));
  }

  @Override
  public Expr slope(Expr x, Expr y) {
    return slopeAt(x, Expr.constant(beta));
  }

  private static Expr valueAt(Expr x, Expr beta) {
    return x.times(x.times(beta).sigmoid());
  }

  private static Expr slopeAt(Expr x, Expr beta) {
    Expr s = x.times(beta).sigmoid();
    return s.times(x.times(beta).times(Expr.constant(1).minus(s)).plus(1));
  }

  @Override
  public double gain() {
    return StrictMath.sqrt(2);
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public Live build(Signal in, Build build) {
    return trainable ? new LiveSwish(this, in, build) : Activation.Elementwise.super.build(in, build);
  }

  private static final class LiveSwish implements Live {
    private final Signal y;
    private final Op forward;
    private final Op @Nullable [] betaGradient;
    private final @Nullable Op dx;

    LiveSwish(Swish settings, Signal x, Build build) {
      y = build.trainedOutput(x.shape());
      Parameter beta = build.parameter("beta", Parameter.Kind.OTHER, 1, 1, new Constant(settings.beta), 1, 1);
      Engine engine = build.engine();
      Expr in = Expr.of(x.value());
      Matrix one = beta.value();
      Expr b = Expr.number(() -> one.at(0));
      forward = engine.set(y.value(), valueAt(in, b));
      if (y.gradient() == null) {
        betaGradient = null;
        dx = null;
        return;
      }
      Expr dy = Expr.of(y.gradient());
      Expr s = in.times(b).sigmoid();
      Expr slope = in.times(s).times(Expr.constant(1).minus(s)).times(in); // x² by itself may be infinite
      Matrix perFeature = engine.matrix(1, x.size());
      betaGradient =
          new Op[] {
            engine.sumRows(x.value(), new Assign(perFeature, dy.times(slope))),
            engine.sumFeatures(perFeature, new Assign(beta.gradient(), Expr.of(perFeature)))
          };
      dx = x.gradient() == null ? null : engine.set(x.gradient(), dy.times(slopeAt(in, b)));
    }

    @Override
    public Signal output() {
      return y;
    }

    @Override
    public void forward(Pass pass) {
      forward.run();
    }

    @Override
    public void backward(Pass pass) {
      if (betaGradient != null) {
        for (Op op : betaGradient) {
          op.run();
        }
      }
      if (dx != null) {
        dx.run();
      }
    }
  }
}
