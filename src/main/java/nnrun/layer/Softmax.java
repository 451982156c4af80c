package nnrun.layer;

import nnrun.spec.Component;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// Shifted by the row's maximum, so that nothing overflows. As the last layer before `cross_entropy` it is computed
/// together with the loss.
@Component(
    formula = "y_j = e^x_j / Σ_k e^x_k",
    derivative = "∂y_j/∂x_k = y_j(δ_jk - y_k), dx = y(dy - Σ dy·y)",
    doc = "Positive outputs that sum to 1.",
    use = "As the last layer of a classifier, with cross_entropy: probabilities of classes that exclude each other.",
    avoid = "In hidden layers, and where several classes may be true at once: sigmoid.",
    source = "Bridle 1990")
public record Softmax() implements Activation {
  @Override
  public Reads backwardReads() {
    return Reads.OUTPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveSoftmax(in, build);
  }

  private static final class LiveSoftmax implements Live {
    private final Signal y;
    private final Op[] forward;
    private final Op @Nullable [] backward;

    LiveSoftmax(Signal x, Build build) {
      y = build.output(x, x.shape());
      Engine engine = build.engine();
      Matrix row = build.perRow(1); // the row's maximum, then its sum
      Expr out = Expr.of(y.value());
      forward =
          new Op[] {
            engine.maxFeatures(x.value(), new Assign(row, Expr.of(x.value()))),
            engine.set(y.value(), Expr.of(x.value()).minus(Expr.perRow(row)).exp()),
            engine.sumFeatures(y.value(), new Assign(row, out)),
            engine.set(y.value(), out.over(Expr.perRow(row)))
          };
      if (x.gradient() != null && y.gradient() != null) {
        Expr dy = Expr.of(y.gradient());
        backward =
            new Op[] {
              engine.sumFeatures(y.value(), new Assign(row, dy.times(out))),
              engine.set(x.gradient(), out.times(dy.minus(Expr.perRow(row))))
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
