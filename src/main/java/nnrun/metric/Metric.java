package nnrun.metric;

import nnrun.spec.Names;
import nnrun.state.State;
import nnrun.tensor.Matrix;

/// A number that says how good predictions are. Sums are kept in float64 and rows are added in order, so neither the
/// size of a batch nor the number of threads changes a bit.
public sealed interface Metric
    permits Accuracy,
        BalancedAccuracy,
        SubsetAccuracy,
        TopK,
        Metric.Averaged,
        RocAuc,
        AveragePrecision,
        LogLoss,
        Brier,
        Mcc,
        CohenKappa,
        Ece,
        Confusion,
        Mse,
        Rmse,
        Mae,
        MedianAe,
        Mape,
        R2,
        ExplainedVariance,
        Euclidean,
        Manhattan,
        Chebyshev,
        Minkowski,
        Cosine,
        Hamming,
        Jaccard,
        SorensenDice,
        Haversine {
  /// @param outputs columns of predictions and targets
  /// @throws nnrun.spec.Invalid where it makes no sense of so many
  Tally start(int outputs);

  /// Whether larger is better.
  default boolean higherIsBetter() {
    return false;
  }

  /// Whether it counts classes and so needs a target of classes.
  default boolean needsClasses() {
    return false;
  }

  /// Whether it is one number, with a column in metrics.csv.
  default boolean scalar() {
    return true;
  }

  /// The name in metrics.csv.
  default String column() {
    return Names.snake(getClass().getSimpleName());
  }

  /// A score of each class, averaged over classes or rows.
  sealed interface Averaged extends Metric permits Precision, Recall, F1, JaccardScore {
    Averaging average();

    /// Whether each output is a yes or no of its own.
    boolean multiLabel();

    /// Of one class, or row: what is predicted rightly, what is predicted, what is true.
    double score(double hits, double predicted, double actual);

    @Override
    default boolean higherIsBetter() {
      return true;
    }

    @Override
    default boolean needsClasses() {
      return !multiLabel();
    }

    @Override
    default String column() {
      return average().column(Metric.super.column());
    }

    @Override
    default Tally start(int outputs) {
      return ClassCounts.averaged(outputs, multiLabel(), average(), this::score);
    }
  }

  /// Rows seen so far.
  interface Tally {
    /// @param predictions (rows, outputs): probabilities, or numbers
    /// @param targets (rows, outputs): class probabilities (1 for the class), or numbers
    void add(Matrix predictions, Matrix targets);

    double value();

    /// Everything that [#add] has gathered.
    void state(State s);
  }
}
