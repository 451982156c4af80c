package nnrun.train;

import nnrun.data.Batches;
import nnrun.data.Dataset;
import nnrun.data.Targets;
import nnrun.tensor.Matrix;

/// Brings rows of a data set into a network's input and targets, or into matrices like these; a class becomes a row of
/// zeros with a one.
public final class TargetRows {
  private final Matrix inputs;
  private final Matrix targets;
  private final boolean classes;
  private final boolean spread;
  private final Matrix raw;
  private final int[] identity;

  public TargetRows(Network network, Targets targets) {
    this(network, network.input(), network.targets(), targets.kind() == Targets.Kind.CLASSES);
  }

  private TargetRows(Network network, Matrix inputs, Matrix targets, boolean classes) {
    this.inputs = inputs;
    this.targets = targets;
    this.classes = classes;
    spread = classes && targets.columns() > 1;
    raw = spread ? network.engine().matrix(network.capacityRows(), 1) : targets;
    identity = new int[network.capacityRows()];
  }

  /// The same into matrices of its own.
  TargetRows beside(Network network) {
    int rows = network.capacityRows();
    return new TargetRows(
        network,
        network.engine().matrix(rows, inputs.columns()),
        network.engine().matrix(rows, targets.columns()),
        classes);
  }

  Matrix inputs() {
    return inputs;
  }

  Matrix targets() {
    return targets;
  }

  /// Whether a target is a class.
  boolean classes() {
    return classes;
  }

  /// Rows `from` to `from + count`, in their order.
  public void fill(Dataset data, int from, int count) {
    for (int i = 0; i < count; i++) {
      identity[i] = from + i;
    }
    data.inputs().gather(identity, 0, count, inputs);
    data.targets().gather(identity, 0, count, raw);
    spread(count);
  }

  /// A batch of an epoch.
  void fill(Batches batches, int batch) {
    batches.copy(batch, inputs, raw);
    spread(batches.rows(batch));
  }

  private void spread(int count) {
    if (spread) {
      targets.rows(count);
      targets.fill(0);
      for (int r = 0; r < count; r++) {
        targets.put(r * targets.columns() + (int) raw.at(r), 1);
      }
    }
  }
}
