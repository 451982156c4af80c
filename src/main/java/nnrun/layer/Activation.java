package nnrun.layer;

import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// A layer that bends: the same function on every element, or on every row.
public sealed interface Activation extends Layer permits Activation.Elementwise, Prelu, Softmax, LogSoftmax {
  /// What the initializers multiply the spread of the weights before it with.
  default double gain() {
    return 1;
  }

  /// Whether it cuts one half of its input off or nearly so; weights before it begin with kaiming_normal.
  default boolean rectifies() {
    return false;
  }

  /// An activation without memory: f and f' of one element.
  sealed interface Elementwise extends Activation
      permits Linear,
          Step,
          Sigmoid,
          Tanh,
          Arctan,
          Relu,
          LeakyRelu,
          Elu,
          Selu,
          Celu,
          Gelu,
          Softplus,
          Swish,
          Mish,
          Hardtanh,
          HardSigmoid,
          Relu6,
          HardSwish,
          Softsign,
          LogSigmoid {
    /// y = f(x)
    Expr value(Expr x);

    /// f'(x): from the output where that is no longer, since the input then need not be kept.
    Expr slope(Expr x, Expr y);

    /// Where f' jumps.
    default double[] kinks() {
      return new double[0];
    }

    @Override
    default Reads backwardReads() {
      Engine engine = Engine.planning(Precision.FLOAT32);
      Matrix x = engine.matrix(1, 1);
      Matrix y = engine.matrix(1, 1);
      Expr slope = slope(Expr.of(x), Expr.of(y));
      return Reads.of(slope.reads(x), slope.reads(y));
    }

    @Override
    default Live build(Signal in, Build build) {
      return new LiveElementwise(this, in, build);
    }
  }

  /// y = f(x), dx = dy·f'(x)
  final class LiveElementwise implements Live {
    private final Elementwise f;
    private final Signal x;
    private final Signal y;
    private final Op forward;
    private final @Nullable Op backward;

    private LiveElementwise(Elementwise f, Signal x, Build build) {
      this.f = f;
      this.x = x;
      y = build.output(x, x.shape());
      Engine engine = build.engine();
      Expr in = Expr.of(x.value());
      forward = engine.set(y.value(), f.value(in));
      if (x.gradient() != null && y.gradient() != null) {
        Expr slope = f.slope(in, Expr.of(y.value()));
        backward = engine.set(new Assign(x.gradient(), Expr.of(y.gradient()).times(slope)));
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
      forward.run();
    }

    @Override
    public void backward(Pass pass) {
      if (backward != null) {
        backward.run();
      }
    }

    @Override
    public long piece() {
      return Pieces.of(x.value(), f.kinks());
    }
  }
}
