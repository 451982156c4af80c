package nnrun.layer;

import nnrun.init.Constant;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

@Component(
    formula = "y = αx if x < 0 else x",
    derivative = "y' = α if x < 0 else 1, dα = Σ dy·x over x < 0",
    doc = "A leaky relu whose slope is trained, one for the layer or one a feature.",
    use = "In large nets with many rows, when the best slope is not known.",
    avoid = "On few rows: the slopes are further parameters to overfit with.",
    source = "He et al. 2015")
public record Prelu(
    @Doc("Slope to the left of 0 at the start") @Default("0.25") double alpha,
    @Doc("One slope a feature instead of one for the layer") @Default("false") boolean perFeature)
    implements Activation {
  @Override
  public double gain() {
    return StrictMath.sqrt(2 / (1 + alpha * alpha));
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  @Override
  public Reads backwardReads() {
    return Reads.INPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LivePrelu(this, in, build);
  }

  private static final class LivePrelu implements Live {
    private final Signal x;
    private final Signal y;
    private final Op forward;
    private final @Nullable Op backward;
    private final @Nullable Op slopes;
    private final @Nullable Op total;

    LivePrelu(Prelu settings, Signal x, Build build) {
      this.x = x;
      int width = x.size();
      y = build.trainedOutput(x.shape());
      int slopeCount = settings.perFeature ? width : 1;
      Parameter alpha =
          build.parameter(
              "alpha", Parameter.Kind.OTHER, 1, slopeCount, new Constant(settings.alpha), slopeCount, slopeCount);
      Engine engine = build.engine();
      Expr in = Expr.of(x.value());
      Matrix one = alpha.value();
      Expr a = settings.perFeature ? Expr.perFeature(one) : Expr.number(() -> one.at(0));
      forward = engine.set(y.value(), in.less(0).then(in.times(a), in));
      Matrix dyMatrix = y.gradient();
      if (dyMatrix == null) {
        backward = null;
        slopes = null;
        total = null;
        return;
      }
      Expr dy = Expr.of(dyMatrix);
      backward = x.gradient() == null ? null : engine.set(x.gradient(), in.greater(0).then(dy, dy.times(a)));
      Expr slope = in.less(0).then(dy.times(in), 0);
      if (settings.perFeature) {
        slopes = engine.sumRows(x.value(), new Assign(alpha.gradient(), slope));
        total = null;
      } else {
        Matrix perFeature = engine.matrix(1, width);
        slopes = engine.sumRows(x.value(), new Assign(perFeature, slope));
        total = engine.sumFeatures(perFeature, new Assign(alpha.gradient(), Expr.of(perFeature)));
      }
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
      if (slopes != null) {
        slopes.run();
      }
      if (total != null) {
        total.run();
      }
      if (backward != null) {
        backward.run();
      }
    }

    @Override
    public long piece() {
      return Pieces.of(x.value(), 0);
    }
  }
}
