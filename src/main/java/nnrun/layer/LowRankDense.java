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
import org.jspecify.annotations.Nullable;

/// x (batch, in), U (in, rank), V (rank, units), b (1, units): h = x·U, y = h·V + b; dh = dy·Vᵀ, dV = hᵀ·dy, dx =
/// dh·Uᵀ, dU = xᵀ·dh, db = Σ_rows dy.
@Component(
    formula = "y = (x·U)·V + b, U (in, rank), V (rank, units)",
    doc = "Two linear maps with a narrow middle in place of one dense matrix: rank·(in + units) weights for in·units.",
    use = "To make wide layers small.",
    avoid = "With rank >= in·units/(in + units): dense has fewer weights then.",
    source = "Sainath et al. 2013")
public record LowRankDense(
    @Doc("Number of outputs") @Example("128") @Range("[1,1000000]") int units,
    @Doc("Width of the middle") @Example("8") @Range("[1,1000000]") int rank,
    @Doc("Whether b is there") @Default("true") boolean bias,
    @Doc("How U and V begin; without it the model's init, or the one that suits the following activation")
        @Nullable Initializer init,
    @Doc("How b begins") @Default("{type: constant, value: 0}") Initializer biasInit)
    implements Layer {
  @Override
  public Shape outputShape() {
    return Shape.of(units);
  }

  @Override
  public Layer resolved(Initializer fallback) {
    return init != null ? this : new LowRankDense(units, rank, bias, fallback, biasInit);
  }

  @Override
  public Reads backwardReads() {
    return Reads.INPUT;
  }

  @Override
  public Live build(Signal in, Build build) {
    return new LiveLowRankDense(this, in, build);
  }

  private static final class LiveLowRankDense implements Live {
    private final int rank;
    private final Signal x;
    private final Signal y;
    private final Op[] forward;
    private final Op @Nullable [] backward;
    private final @Nullable Op dx;

    LiveLowRankDense(LowRankDense settings, Signal x, Build build) {
      this.x = x;
      rank = settings.rank;
      int in = x.size();
      int units = settings.units;
      Initializer init = settings.init == null ? new Constant(0) : settings.init;
      // What follows U is linear, so its gain is 1.
      Parameter u = build.linear("weight_in", in, rank, init);
      Parameter v = build.parameter("weight_out", Parameter.Kind.WEIGHT, rank, units, init, rank, units);
      Parameter b =
          settings.bias ? build.parameter("bias", Parameter.Kind.BIAS, 1, units, settings.biasInit, rank, units) : null;
      y = build.trainedOutput(Shape.of(units));
      Engine engine = build.engine();
      Matrix h = build.perRow(rank);
      forward =
          new Op[] {
            engine.product(h, x.value(), u.value(), null),
            engine.product(y.value(), h, v.value(), b == null ? null : b.value())
          };
      Matrix dy = y.gradient();
      if (dy == null) {
        backward = null;
        dx = null;
        return;
      }
      Matrix dh = build.perRow(rank);
      backward =
          new Op[] {
            b == null ? () -> {} : engine.sumRows(y.value(), new Assign(b.gradient(), Expr.of(dy))),
            engine.productTransA(v.gradient(), h, dy),
            engine.productTransB(dh, dy, v.value()),
            engine.productTransA(u.gradient(), x.value(), dh)
          };
      dx = x.gradient() == null ? null : engine.productTransB(x.gradient(), dh, u.value());
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
      if (dx != null) {
        dx.run();
      }
    }

    @Override
    public long flops() {
      return 2L * rank * (x.size() + y.size());
    }
  }
}
