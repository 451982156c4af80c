package nnrun.layer;

import nnrun.init.Constant;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.state.Parameter;
import nnrun.state.State;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// x̂ = (x - μ)/√(σ² + eps) with the batch's mean and biased variance a feature; y = γx̂ + β.
///
/// dx = γ/√(σ² + eps) · (dy - mean(dy) - x̂·mean(dy·x̂)). The running variance takes the unbiased one, and the running
/// statistics are used in evaluation.
@Component(
    formula = "y = γ(x - μ)/√(σ² + eps) + β, μ and σ² of the batch; running statistics afterwards",
    doc = "Keeps every feature centred and scaled while the layers before it change.",
    use = "Between dense and its activation, in nets of many layers; allows larger rates.",
    avoid = "With batches of a few rows: their mean and variance are noise. layer_norm does not need a batch.",
    source = "Ioffe and Szegedy 2015")
public record BatchNorm(
    @Doc("Weight of the new batch in the running mean and the running variance, which is the unbiased one")
        @Default("0.1")
        @Range("(0,1]")
        double momentum,
    @Doc("Added to the variance") @Default("1e-5") @Range("(0,inf)") double eps)
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
  public Live build(Signal in, Build build) {
    return new LiveBatchNorm(this, in, build);
  }

  private static final class LiveBatchNorm implements Live {
    private final Signal y;
    private final Matrix runningMean;
    private final Matrix runningVariance;
    private final Op statistics;
    private final Op normalize;
    private final Op evaluation;
    private final @Nullable Op backward;
    private final double momentum;
    private double fresh; // share of the batch in the running statistics

    LiveBatchNorm(BatchNorm settings, Signal x, Build build) {
      momentum = settings.momentum;
      fresh = momentum;
      int width = x.size();
      Engine engine = build.engine();
      Parameter gamma = build.parameter("gamma", Parameter.Kind.OTHER, 1, width, new Constant(1), width, width);
      Parameter beta = build.parameter("beta", Parameter.Kind.OTHER, 1, width, new Constant(0), width, width);
      y = build.trainedOutput(x.shape());
      runningMean = engine.matrix(1, width);
      runningVariance = engine.matrix(1, width);
      runningVariance.fill(1);
      Matrix mean = engine.matrix(1, width);
      Matrix variance = engine.matrix(1, width);
      Matrix inverse = engine.matrix(1, width); // 1/√(σ² + eps)
      Matrix normal = build.perRow(width); // x̂

      Expr in = Expr.of(x.value());
      Expr n = Expr.rowsOf(x.value());
      Expr g = Expr.perFeature(gamma.value());
      Expr b = Expr.perFeature(beta.value());
      Expr centred = in.minus(Expr.perFeature(mean));
      Expr hat = centred.times(Expr.perFeature(inverse));
      Expr share = Expr.number(() -> fresh);
      Expr old = Expr.number(() -> 1 - fresh);
      Expr var = Expr.of(variance);
      // n/(n - 1); a batch of one has no unbiased variance and keeps the biased one, 0.
      Expr unbiased = var.times(Expr.number(() -> x.value().rows() / Math.max(1.0, x.value().rows() - 1)));
      // Columns are cut for the sums alone: two threads that write one row take the lines of its ends from each other.
      statistics =
          engine.byColumns(
              engine.sumRows(x.value(), new Assign(mean, in)),
              engine.set(mean, Expr.of(mean).over(n)),
              engine.sumRows(x.value(), new Assign(variance, centred.squared())),
              engine.set(variance, var.over(n)),
              engine.set(
                  new Assign(inverse, Expr.constant(1).over(var.plus(settings.eps).sqrt())),
                  new Assign(runningMean, old.times(Expr.of(runningMean)).plus(Expr.of(mean).times(share))),
                  new Assign(runningVariance, old.times(Expr.of(runningVariance)).plus(unbiased.times(share)))));
      normalize = engine.set(new Assign(normal, hat), new Assign(y.value(), g.times(hat).plus(b)));
      Expr runningHat =
          in.minus(Expr.perFeature(runningMean)).over(Expr.perFeature(runningVariance).plus(settings.eps).sqrt());
      evaluation = engine.set(y.value(), g.times(runningHat).plus(b));

      if (y.gradient() == null) {
        backward = null;
        return;
      }
      Expr dy = Expr.of(y.gradient());
      Expr xHat = Expr.of(normal);
      Op sums =
          engine.sumRows(x.value(), new Assign(beta.gradient(), dy), new Assign(gamma.gradient(), dy.times(xHat)));
      if (x.gradient() == null) {
        backward = sums;
      } else {
        // Once a column, since a division takes as long as all the rest.
        Matrix meanDy = engine.matrix(1, width);
        Matrix meanDyHat = engine.matrix(1, width);
        Matrix scale = engine.matrix(1, width);
        Expr inner = dy.minus(Expr.perFeature(meanDy)).minus(xHat.times(Expr.perFeature(meanDyHat)));
        Op means =
            engine.byColumns(
                sums,
                engine.set(
                    new Assign(meanDy, Expr.of(beta.gradient()).over(n)),
                    new Assign(meanDyHat, Expr.of(gamma.gradient()).over(n)),
                    new Assign(scale, Expr.of(gamma.value()).times(Expr.of(inverse)))));
        Op rest = engine.set(x.gradient(), Expr.perFeature(scale).times(inner));
        backward =
            () -> {
              means.run();
              rest.run();
            };
      }
    }

    @Override
    public Signal output() {
      return y;
    }

    @Override
    public void forward(Pass pass) {
      if (pass.training) {
        fresh = pass.renewal > 0 ? pass.renewal : momentum;
        statistics.run();
        normalize.run();
      } else {
        evaluation.run();
      }
    }

    @Override
    public void backward(Pass pass) {
      if (backward != null) {
        backward.run();
      }
    }

    @Override
    public void state(State s) {
      s.matrix("running_mean", runningMean);
      s.matrix("running_var", runningVariance);
    }

    @Override
    public boolean tracksStatistics() {
      return true;
    }

    @Override
    public long flops() {
      return 8L * y.size();
    }
  }
}
