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
        Precision,
        Recall,
        F1,
        JaccardScore,
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
