package nnrun.loss;

import java.util.List;
import java.util.function.BinaryOperator;
import nnrun.tensor.Assign;
import nnrun.tensor.Engine;
import nnrun.tensor.Expr;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// What training makes small. The loss of a batch is Σ row losses / Σ row weights, a row's weight being 1 unless
/// classes are weighted; with `reduction: sum` it is the sum.
public sealed interface Loss
    permits Loss.PerOutput,
        Euclidean,
        BinaryCrossEntropy,
        CrossEntropy,
        Nll,
        Hinge,
        SquaredHinge,
        GaussianNll,
        CosineEmbedding {
  /// What a target must be.
  enum Wants {
    /// One class a row, or the probabilities of all classes.
    CLASSES,
    /// Numbers.
    NUMBERS,
    /// Numbers >= 0.
    COUNTS,
    /// Two classes for one output, or numbers in [0, 1], one an output.
    PROBABILITIES;

    /// Whether a target may be a class.
    public boolean ofClasses() {
      return this == CLASSES || this == PROBABILITIES;
    }
  }

  /// What turns the network's last numbers into predictions. A last layer that is this function is computed together
  /// with the loss.
  enum Link {
    IDENTITY,
    SIGMOID,
    SOFTMAX,
    /// e^y
    EXP,
    /// e^y too, of log-probabilities: a last softmax is computed as its logarithm.
    LOG_SOFTMAX,
    /// Of one output (1 + y)/2, cut at 0 and 1: what the squared hinge learns of a probability (Zhang 2004). Of several
    /// scores their softmax, which keeps their order; it is no calibrated probability.
    MARGIN,
    /// See [Loss#predict].
    OWN
  }

  Wants wants();

  /// Whether a target may be a class.
  default boolean ofClasses() {
    return wants().ofClasses();
  }

  default Link link() {
    return Link.IDENTITY;
  }

  /// Columns of the targets that so many outputs are held against.
  default int targets(int outputs) {
    return outputs;
  }

  /// Outputs that so many columns of targets, or classes, ask for.
  default int outputs(int targets) {
    return targets;
  }

  /// Whether a single column of targets may tell two classes apart: 0 and 1.
  default boolean oneOutputForTwo() {
    return wants() == Wants.PROBABILITIES;
  }

  /// Weights of the classes, where there are any.
  default @Nullable List<Double> classWeights() {
    return null;
  }

  /// Makes predictions (batch, columns of the targets) of the network's last numbers, if the link is its own.
  default Op predict(Engine engine, Matrix y, Matrix prediction) {
    throw new IllegalStateException(link() + " makes the predictions");
  }

  Reduction reduction();

  /// @param y (batch, outputs): the network's last numbers; logits where the link is not the identity
  /// @param dy gets the gradient of the batch's loss; null where only the value is wanted
  /// @param t (batch, [#targets]): numbers, or rows of class probabilities
  /// @param rowLoss (batch, 1)
  /// @param rowWeight (batch, 1); a loss by which every row counts 1 may fill it once
  Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight);

  /// A loss at work on fixed matrices.
  interface Live {
    /// Row losses, and row weights where rows may count differently.
    void forward();

    /// The gradient with respect to y; after `forward`.
    void backward();

    /// See the layers' method of this name.
    default long piece() {
      return 0;
    }
  }

  /// Σ of the row weights of the last forward pass, or 1 under `reduction: sum`: what row losses are divided by. Where
  /// every row weighs 0 it is infinite: such a batch has the loss 0 and the gradient 0.
  static double divisor(Reduction reduction, Matrix rowWeight) {
    if (reduction == Reduction.SUM) {
      return 1;
    }
    double sum = 0;
    for (int i = 0; i < rowWeight.rows(); i++) {
      sum += rowWeight.at(i);
    }
    return sum == 0 ? Double.POSITIVE_INFINITY : sum;
  }

  /// The loss of rows from sums over them: their mean, 0 where every row weighs 0, or the sum.
  static double of(Reduction reduction, double losses, double weights) {
    return reduction == Reduction.SUM ? losses : weights == 0 ? 0 : losses / weights;
  }

  /// Whether a target may be a mixture of classes, such as mixup and label smoothing make.
  default boolean takesMixtures() {
    return true;
  }

  /// A loss that looks at one output and its target at a time.
  sealed interface PerOutput extends Loss permits Mse, Mae, Huber, SmoothL1, LogCosh, KlDivergence, PoissonNll, Output {
    Outputs outputs();

    /// The loss of one output.
    Expr value(Expr y, Expr t);

    /// Its derivative with respect to y.
    Expr slope(Expr y, Expr t);

    /// Where the derivative jumps, in y - t.
    default double[] kinks() {
      return new double[0];
    }

    @Override
    default Live build(Engine engine, Matrix y, @Nullable Matrix dy, Matrix t, Matrix rowLoss, Matrix rowWeight) {
      return new LivePerOutput(
          this, outputs(), this::value, this::slope, kinks(), engine, y, dy, t, rowLoss, rowWeight);
    }
  }

  /// Mean or sum over a row's outputs of one function of an output and its target.
  final class LivePerOutput implements Live {
    private final Matrix y;
    private final Matrix t;
    private final double[] kinks;
    private final Op values;
    private final @Nullable Op slopes;

    LivePerOutput(
        Loss loss,
        Outputs over,
        BinaryOperator<Expr> value,
        BinaryOperator<Expr> slope,
        double[] kinks,
        Engine engine,
        Matrix y,
        @Nullable Matrix dy,
        Matrix t,
        Matrix rowLoss,
        Matrix rowWeight) {
      this.y = y;
      this.t = t;
      this.kinks = kinks;
      double outputs = over == Outputs.MEAN ? y.columns() : 1;
      values = engine.sumFeatures(y, new Assign(rowLoss, value.apply(Expr.of(y), Expr.of(t)).over(outputs)));
      rowWeight.fill(1);
      Expr scale = Expr.number(() -> 1 / (outputs * divisor(loss.reduction(), rowWeight)));
      slopes = dy == null ? null : engine.set(dy, slope.apply(Expr.of(y), Expr.of(t)).times(scale));
    }

    @Override
    public void forward() {
      values.run();
    }

    @Override
    public void backward() {
      if (slopes != null) {
        slopes.run();
      }
    }

    @Override
    public long piece() {
      long hash = 0;
      for (double kink : kinks) {
        for (int i = 0; i < y.size(); i++) {
          hash = hash * 31 + (y.at(i) - t.at(i) > kink ? 1 : 0);
        }
      }
      return hash;
    }
  }
}
