package nnrun.layer;

import java.util.ArrayList;
import java.util.List;
import nnrun.init.Constant;
import nnrun.init.Initializer;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;
import nnrun.state.Parameter;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// x (batch, in), W (in, units), b (1, units): y = x·W + b; dx = dy·Wᵀ, dW = xᵀ·dy, db = Σ_rows dy.
@Component(
    formula = "y = x·W + b",
    doc = "Every unit sees every input. An image is read as one row of pixels.",
    use = "In every net; the last one has as many units as there are outputs.",
    avoid = "Two in a row without an activation between them: together they are one linear map.",
    source = "Goodfellow et al. 2016, 6.3",
    aliases = {"linear_layer", "fully_connected"})
public record Dense(
    @Doc("Number of outputs") @Example("128") @Range("[1,1000000]") int units,
    @Doc("Whether b is there") @Default("true") boolean bias,
    @Doc("How W begins; without it the model's init, or the one that suits the following activation")
        @Nullable Initializer init,
    @Doc("How b begins") @Default("{type: constant, value: 0}") Initializer biasInit)
    implements Layer {
  @Override
  public Shape outputShape() {
    return Shape.of(units);
  }

  @Override
  public Layer resolved(Initializer fallback) {
    return init != null ? this : new Dense(units, bias, fallback, biasInit);
  }

  @Override
  public Reads backwardReads() {
    return Reads.INPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveDense(this, in, build);
  }

  private static final class LiveDense implements Live {
    private final Signal x;
    private final Signal y;
    private final Op forward;
    private final @Nullable Op backward;

    LiveDense(Dense settings, Signal x, Build build) {
      this.x = x;
      int in = x.size();
      int units = settings.units;
      Initializer init = settings.init == null ? new Constant(0) : settings.init;
      Parameter w = build.parameter("weight", Parameter.Kind.WEIGHT, in, units, init, in, units);
      Parameter b =
          settings.bias ? build.parameter("bias", Parameter.Kind.BIAS, 1, units, settings.biasInit, in, units) : null;
      y = build.trainedOutput(Shape.of(units));
      Engine engine = build.engine();
      forward = engine.product(y.value(), x.value(), w.value(), b == null ? null : b.value());
      if (y.gradient() == null) {
        backward = null;
        return;
      }
      List<Op> gradients = new ArrayList<>();
      gradients.add(engine.productTransA(w.gradient(), x.value(), y.gradient()));
      if (b != null) {
        gradients.add(engine.sumRows(y.value(), new Assign(b.gradient(), Expr.of(y.gradient()))));
      }
      if (x.gradient() != null) {
        gradients.add(engine.productTransB(x.gradient(), y.gradient(), w.value()));
      }
      backward = engine.together(gradients);
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
    public long flops() {
      return 2L * x.size() * y.size();
    }
  }
}
