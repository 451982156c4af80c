package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// Shifted by the row's maximum, so that nothing overflows and no probability becomes 0 before its logarithm is taken.
@Component(
    formula = "y_j = x_j - ln Σ_k e^x_k",
    derivative = "dx = dy - e^y·Σ dy",
    doc = "Logarithms of the probabilities of classes.",
    use = "As the last layer before nll or kl_divergence.",
    avoid = "In hidden layers, or before cross_entropy, which works from logits.",
    source = "Bridle 1990")
public record LogSoftmax() implements Activation {
  @Override
  public Reads backwardReads() {
    return Reads.OUTPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveLogSoftmax(in, build);
  }

  private static final class LiveLogSoftmax implements Live {
    private final Signal y;
    private final Op[] forward;
    private final Op @Nullable [] backward;

    LiveLogSoftmax(Signal x, Build build) {
      y = build.output(x, x.shape());
      Engine engine = build.engine();
      Matrix row = build.perRow(1); // the row's maximum, then Σ e^(x - maximum) of what is below it
      Matrix ties = build.perRow(1); // elements equal to the maximum, mostly 1: then log1p keeps the digits of the rest
      Expr out = Expr.of(y.value());
      forward =
          new Op[] {
            engine.maxFeatures(x.value(), new Assign(row, Expr.of(x.value()))),
            engine.set(y.value(), Expr.of(x.value()).minus(Expr.perRow(row))),
            engine.sumFeatures(
                y.value(), new Assign(row, out.less(0).then(out.exp(), 0)), new Assign(ties, out.less(0).then(0, 1))),
            engine.set(row, Expr.of(row).plus(Expr.of(ties).minus(1)).log1p()),
            engine.set(y.value(), out.minus(Expr.perRow(row)))
          };
      if (x.gradient() != null && y.gradient() != null) {
        Expr dy = Expr.of(y.gradient());
        backward =
            new Op[] {
              engine.sumFeatures(y.value(), new Assign(row, dy)),
              engine.set(x.gradient(), dy.minus(out.exp().times(Expr.perRow(row))))
            };
      } else {
        backward = null;
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
  }
}
