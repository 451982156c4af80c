package nnrun.layer;

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
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Stream;
import org.jspecify.annotations.Nullable;

/// With the step's mask m (in, units), the same for all rows of a batch: y = x·(W·m/(1 - rate)) + b, and dW is that of
/// the masked matrix times m/(1 - rate). Afterwards y = x·W + b.
@Component(
    formula = "training: y = x·(W·m/(1-rate)) + b, m = 0 with probability rate else 1; afterwards y = x·W + b",
    doc =
        "A dense layer that switches single weights off at random while training, where dropout switches whole units"
            + " off.",
    use = "Against overfitting in wide layers.",
    avoid = "Where dropout does as well: it is cheaper.",
    source = "Wan et al. 2013, with one mask a batch")
public record DropConnect(
    @Doc("Number of outputs") @Example("128") @Range("[1,1000000]") int units,
    @Doc("Share of the weights switched off") @Default("0.5") @Range("[0,1)") double rate,
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
    return init != null ? this : new DropConnect(units, rate, bias, fallback, biasInit);
  }

  @Override
  public Reads backwardReads() {
    return Reads.INPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveDropConnect(this, in, build);
  }

  private static final class LiveDropConnect implements Live {
    private final Signal x;
    private final Signal y;
    private final Stream masks;
    private final Op drop;
    private final Op dropped;
    private final Op whole;
    private final Op @Nullable [] backward;
    private long key;

    LiveDropConnect(DropConnect settings, Signal x, Build build) {
      this.x = x;
      int in = x.size();
      int units = settings.units;
      Initializer init = settings.init == null ? new Constant(0) : settings.init;
      Parameter w = build.parameter("weight", Parameter.Kind.WEIGHT, in, units, init, in, units);
      Parameter b =
          settings.bias ? build.parameter("bias", Parameter.Kind.BIAS, 1, units, settings.biasInit, in, units) : null;
      Matrix bias = b == null ? null : b.value();
      y = build.trainedOutput(Shape.of(units));
      masks = build.stream("mask");
      Engine engine = build.engine();
      Matrix mask = engine.matrixLike(w.value());
      Matrix kept = engine.matrixLike(w.value());
      Expr m = Expr.uniform(() -> key).less(settings.rate).then(0, 1 / (1 - settings.rate));
      drop = engine.set(new Assign(mask, m), new Assign(kept, Expr.of(w.value()).times(m)));
      dropped = engine.product(y.value(), x.value(), kept, bias);
      whole = engine.product(y.value(), x.value(), w.value(), bias);
      Matrix dy = y.gradient();
      backward =
          dy == null
              ? null
              : new Op[] {
                engine.productTransA(w.gradient(), x.value(), dy),
                engine.set(w.gradient(), Expr.of(w.gradient()).times(Expr.of(mask))),
                b == null ? () -> {} : engine.sumRows(y.value(), new Assign(b.gradient(), Expr.of(dy))),
                x.gradient() == null ? () -> {} : engine.productTransB(x.gradient(), dy, kept)
              };
    }

    @Override
    public Signal output() {
      return y;
    }

    @Override
    public void forward(Pass pass) {
      if (pass.draws()) {
        key = masks.keyAt(pass.step);
        drop.run();
        dropped.run();
      } else {
        whole.run();
      }
    }

    @Override
    public boolean random() {
      return true;
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
      return 2L * x.size() * y.size();
    }
  }
}
