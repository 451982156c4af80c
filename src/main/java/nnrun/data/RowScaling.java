package nnrun.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import nnrun.tensor.Precision;
import org.jspecify.annotations.Nullable;

/// What a [Scaling] does to the numeric features of a row together, after each was scaled alone.
final class RowScaling {
  /// Rows that are scaled at a time.
  static final int ROWS = 256;

  private static final List<String> NOTHING = List.of("none");
  private static final List<String> PER_ROW = List.of("per_row");
  private static final List<String> PRODUCT = List.of("product");

  /// The numeric features of the training rows.
  interface Blocks {
    int width();

    /// Brings block after block into `x`, (at most [#ROWS], width), and calls `taken` for each.
    void each(Matrix x, Runnable taken);
  }

  private List<String> kind;
  private @Nullable Matrix weights; // (width, width)

  private RowScaling(List<String> kind, @Nullable Matrix weights) {
    this.kind = kind;
    this.weights = weights;
  }

  static RowScaling none() {
    return new RowScaling(NOTHING, null);
  }

  /// @param numeric which features are numbers
  /// @param inputs the features of some training rows, each scaled alone
  static RowScaling fit(Scaling scale, int[] numeric, int[] train, Function<int[], Matrix> inputs) {
    return scale.together(
        new Blocks() {
          @Override
          public int width() {
            return numeric.length;
          }

          @Override
          public void each(Matrix x, Runnable taken) {
            for (int from = 0; from < train.length; from += ROWS) {
              int[] some = Arrays.copyOfRange(train, from, Math.min(from + ROWS, train.length));
              take(inputs.apply(some), 0, numeric, x);
              taken.run();
            }
          }
        });
  }

  /// x' = (x - mean) / sd of the row.
  static RowScaling perRow() {
    return new RowScaling(PER_ROW, null);
  }

  /// x' = x·W
  static RowScaling product(double[][] w) {
    Matrix weights = Engine.plain(Precision.FLOAT64).matrix(w.length, w.length);
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < w.length; j++) {
        weights.set(i, j, w[i][j]);
      }
    }
    return new RowScaling(PRODUCT, weights);
  }

  /// @param width numeric features
  void state(State s, int width) {
    kind = s.texts("rows", kind);
    if (kind.equals(PRODUCT)) {
      Matrix shown = weights == null ? Engine.plain(Precision.FLOAT64).matrix(width, width) : weights;
      s.matrix("whitening", shown);
      weights = shown;
    }
  }

  /// Scales the rows of one matrix after another in place.
  ///
  /// @param engine of float64
  /// @param numeric which features are numbers
  /// @return takes (rows, features)
  Consumer<Matrix> on(Engine engine, int[] numeric) {
    if (kind.equals(NOTHING) || numeric.length == 0) {
      return _ -> {};
    }
    Matrix x = engine.matrix(ROWS, numeric.length);
    Matrix y = weights == null ? x : engine.matrix(ROWS, numeric.length);
    Op product = weights == null ? () -> perRow(x) : engine.product(y, x, weights, null);
    return inputs -> {
      for (int from = 0; from < inputs.rows(); from += ROWS) {
        take(inputs, from, numeric, x);
        y.rows(x.rows());
        product.run();
        for (int row = 0; row < y.rows(); row++) {
          for (int k = 0; k < numeric.length; k++) {
            inputs.set(from + row, numeric[k], y.get(row, k));
          }
        }
      }
    };
  }

  /// Brings the numeric features of some rows into `x`.
  static void take(Matrix inputs, int from, int[] numeric, Matrix x) {
    x.rows(Math.min(ROWS, inputs.rows() - from));
    for (int row = 0; row < x.rows(); row++) {
      for (int k = 0; k < numeric.length; k++) {
        x.set(row, k, inputs.get(from + row, numeric[k]));
      }
    }
  }

  private static void perRow(Matrix x) {
    int width = x.columns();
    for (int row = 0; row < x.rows(); row++) {
      double sum = 0;
      boolean constant = true;
      for (int k = 0; k < width; k++) {
        sum += x.get(row, k);
        constant &= x.get(row, k) == x.get(row, 0);
      }
      double mean = constant ? x.get(row, 0) : sum / width;
      double squares = 0;
      for (int k = 0; k < width; k++) {
        squares += (x.get(row, k) - mean) * (x.get(row, k) - mean);
      }
      double factor = constant ? 1 : 1 / Math.sqrt(squares / width);
      for (int k = 0; k < width; k++) {
        x.set(row, k, (x.get(row, k) - mean) * factor);
      }
    }
  }
}
