package nnrun.loss;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// The first half of the outputs are means, the second half variances or their logarithms. Below eps a variance counts
/// as eps and gets no gradient.
@Component(
    formula = "½(ln σ² + (μ - t)²/σ²), y = (μ, ln σ²) or (μ, σ²)",
    doc = "Two outputs a target: first all means, then all variances. Predictions are the means.",
    use = "For regression that says how sure it is.",
    avoid = "Where the noise is the same everywhere: mse learns the same means more easily.",
    source = "Nix and Weigend 1994")
public record GaussianNll(
    @Doc("Whether the second half is ln σ², which suits a plain dense layer; false for σ² itself") @Default("true")
        boolean logVariance,
    @Doc("Add the constant ½ln(2π); no gradient changes") @Default("false") boolean full,
    @Doc("Least variance") @Default("1e-6") @Range("(0,inf)") double eps,
    @Doc("mean or sum over the targets of a row") @Default("mean") Outputs outputs,
    @Doc("mean or sum over the rows of a batch") @Default("mean") Reduction reduction)
    implements Loss {
  @Override
  public Wants wants() {
    return Wants.NUMBERS;
  }

  @Override
  public Link link() {
    return Link.OWN;
  }

  @Override
  public int targets(int networkOutputs) {
    return networkOutputs / 2;
  }

  @Override
  public int outputs(int targets) {
    return 2 * targets;
  }

  @Override
  public Op predict(Engine engine, Matrix y, Matrix prediction) {
    return engine.columns(prediction, 0, y, 0, prediction.columns());
  }

  @Override
  public Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
    return new LiveGaussianNll(this, engine, y, dy, t, rowLoss, rowWeight);
  }

  private static final class LiveGaussianNll implements Live {
    private final Halves halves;
    private final Op values;
    private final @Nullable Op slopes;
    private final double least;

    LiveGaussianNll(
        GaussianNll settings,
        Engine engine,
        Matrix y,
        @Nullable Matrix dy,
        Matrix t,
        Matrix rowLoss,
        Matrix rowWeight) {
      halves = new Halves(engine, y, dy, "a mean and a variance for each target");
      least = settings.logVariance ? StrictMath.log(settings.eps) : settings.eps;
      Expr given = Expr.of(halves.right);
      Expr bounded = given.max(least);
      Expr log = settings.logVariance ? bounded : bounded.log();
      Expr precision = settings.logVariance ? bounded.negate().exp() : Expr.constant(1).over(bounded);
      Expr a = Expr.of(halves.left).minus(Expr.of(t));
      Expr squares = a.squared().times(precision); // (μ - t)²/σ²
      double constant = settings.full ? 0.5 * StrictMath.log(2 * StrictMath.PI) : 0;
      double share = settings.outputs == Outputs.MEAN ? 1.0 / t.columns() : 1;
      Expr value = log.plus(squares).times(0.5).plus(constant).times(share);
      values = engine.sumFeatures(halves.left, new Assign(rowLoss, value));
      rowWeight.fill(1);
      if (dy == null) {
        slopes = null;
      } else {
        Expr scale = Expr.number(() -> share / Loss.divisor(settings.reduction, rowWeight));
        Expr ofLog = Expr.constant(1).minus(squares).times(0.5);
        Expr slope = settings.logVariance ? ofLog : ofLog.times(precision);
        slopes =
            engine.set(
                new Assign(halves.leftGradient, a.times(precision).times(scale)),
                new Assign(halves.rightGradient, given.greater(least).then(slope.times(scale), 0)));
      }
    }

    @Override
    public void forward() {
      halves.split();
      values.run();
    }

    @Override
    public void backward() {
      if (slopes != null) {
        slopes.run();
        halves.join();
      }
    }

    @Override
    public long piece() {
      long hash = 0;
      for (int i = 0; i < halves.right.size(); i++) {
        hash = hash * 31 + (halves.right.at(i) > least ? 1 : 0);
      }
      return hash;
    }
  }
}
