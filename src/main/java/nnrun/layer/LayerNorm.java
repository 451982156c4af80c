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

/// x̂ = (x - μ)/√(σ² + eps) with the mean and biased variance of the row; y = γx̂ + β.
///
/// dx = (h - mean(h) - x̂·mean(h·x̂))/√(σ² + eps), h = γ·dy, means over the features.
@Component(
    formula = "y = γ(x - μ)/√(σ² + eps) + β, μ and σ² of the row",
    doc = "Centres and scales every sample by itself: the same in training and afterwards.",
    use = "In deep nets with small batches, between dense and its activation.",
    avoid = "On a few features, or where the size of a sample's input means something: it is removed.",
    source = "Ba et al. 2016")
public record LayerNorm(@Doc("Added to the variance") @Default("1e-5") @Range("(0,inf)") double eps) implements Layer {
  @Override
  public boolean passesThrough() {
    return true;
  }

  @Override
  public Reads backwardReads() {
    return Reads.NEITHER;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveLayerNorm(this, in, build);
  }

  private static final class LiveLayerNorm implements Live {
    private final Signal y;
    private final Op[] forward;
    private final Op @Nullable [] backward;

    LiveLayerNorm(LayerNorm settings, Signal x, Build build) {
      int width = x.size();
      Engine engine = build.engine();
      Parameter gamma = build.parameter("gamma", Parameter.Kind.OTHER, 1, width, new Constant(1), width, width);
      Parameter beta = build.parameter("beta", Parameter.Kind.OTHER, 1, width, new Constant(0), width, width);
      y = build.trainedOutput(x.shape());
      Matrix mean = build.perRow(1);
      Matrix inverse = build.perRow(1); // 1/√(σ² + eps)
      Matrix normal = build.perRow(width); // x̂
      Expr in = Expr.of(x.value());
      Expr g = Expr.perFeature(gamma.value());
      Expr centred = in.minus(Expr.perRow(mean));
      Expr hat = centred.times(Expr.perRow(inverse));
      forward =
          new Op[] {
            engine.sumFeatures(x.value(), new Assign(mean, in)),
            engine.set(mean, Expr.of(mean).over(width)),
            engine.sumFeatures(x.value(), new Assign(inverse, centred.squared())),
            engine.set(inverse, Expr.constant(1).over(Expr.of(inverse).over(width).plus(settings.eps).sqrt())),
            engine.set(new Assign(normal, hat), new Assign(y.value(), g.times(hat).plus(Expr.perFeature(beta.value()))))
          };
      if (y.gradient() == null) {
        backward = null;
        return;
      }
      Expr dy = Expr.of(y.gradient());
      Expr xHat = Expr.of(normal);
      Op sums =
          engine.sumRows(x.value(), new Assign(beta.gradient(), dy), new Assign(gamma.gradient(), dy.times(xHat)));
      if (x.gradient() == null) {
        backward = new Op[] {sums};
      } else {
        Matrix meanH = build.perRow(1);
        Matrix meanHHat = build.perRow(1);
        Expr h = g.times(dy);
        Expr inner = h.minus(Expr.perRow(meanH).over(width)).minus(xHat.times(Expr.perRow(meanHHat).over(width)));
        backward =
            new Op[] {
              sums,
              engine.sumFeatures(x.value(), new Assign(meanH, h), new Assign(meanHHat, h.times(xHat))),
              engine.set(x.gradient(), inner.times(Expr.perRow(inverse)))
            };
      }
    }

    @Override
    public Signal output() {
      return y;
    }

    @Override
    public void forward(Pass pass) {
      for (Op op : forward) {
        op.run();
      }
    }

    @Override
    public void backward(Pass pass) {
      if (backward != null) {
        for (Op op : backward) {
          op.run();
        }
      }
    }

    @Override
    public long flops() {
      return 8L * y.size();
    }
  }
}
