package nnrun.data;

import java.util.List;
import nnrun.state.State;
import nnrun.tensor.Engine;
import nnrun.tensor.Matrix;

/// Everything that turns a raw table into features and names what a network gives: columns, categories, fills for
/// missing numbers, scaling, classes. Fitted on training rows, saved with a checkpoint, and rebuilt from it alone.
public final class Preprocessing {

  /// What was saved by [#state].
  public static Preprocessing from(State saved) {
    throw new UnsupportedOperationException();
  }

  /// Shows everything for saving, or takes over what is loaded.
  public void state(State s) {
    throw new UnsupportedOperationException();
  }

  /// Of one row of inputs: `[28, 28]` for images, `[n]` otherwise.
  public List<Integer> inputShape() {
    throw new UnsupportedOperationException();
  }

  /// One name a feature.
  public List<String> features() {
    throw new UnsupportedOperationException();
  }

  public Targets targets() {
    throw new UnsupportedOperationException();
  }

  /// Names of the outputs: classes, target columns, or features.
  public List<String> outputs() {
    return targets().names(features());
  }

  /// Reads CSV for [#inputs] or [#transform]; a first row that holds names of known columns is a header.
  ///
  /// @param place the name for messages
  public Table read(String place, byte[] bytes, Csv rules) {
    throw new UnsupportedOperationException();
  }

  /// The features of all rows, (rows, features).
  public Matrix inputs(Table table, Engine engine) {
    throw new UnsupportedOperationException();
  }

  /// Features and targets of all rows.
  public Dataset transform(Table table, Engine engine) {
    throw new UnsupportedOperationException();
  }
}
