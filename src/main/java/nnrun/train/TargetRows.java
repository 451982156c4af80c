package nnrun.train;

import nnrun.data.Batches;
import nnrun.data.Dataset;
import nnrun.data.Rows;
import nnrun.data.Targets;
import nnrun.tensor.Matrix;
import nnrun.tensor.Op;
import org.jspecify.annotations.Nullable;

/// Brings rows of a data set into a network's input and targets, or into matrices like these; a class becomes a row of
/// zeros with a one.
public final class TargetRows {
  private final Matrix inputs;
  private final Matrix targets;
  private final boolean classes;
  private final boolean spread;
  private final Matrix raw;
  private final int[] identity;
  private final Op gather;
  private @Nullable Rows source;
  private int[] order;
  private int from;

  public TargetRows(Network network, Targets targets) {
    this(network, network.input(), network.targets(), targets.kind() == Targets.Kind.CLASSES, true);
  }

  /// @param team whether rows are copied by all threads of the engine
  private TargetRows(Network network, Matrix inputs, Matrix targets, boolean classes, boolean team) {
    this.inputs = inputs;
    this.targets = targets;
    this.classes = classes;
    spread = classes && targets.columns() > 1;
    raw = spread ? network.engine().matrix(network.capacityRows(), 1) : targets;
    identity = new int[network.capacityRows()];
    order = identity;
    gather = team ? network.engine().rows(inputs, this::gather) : () -> gather(0, inputs.rows());
  }

  /// The same into matrices of its own, by any thread.
  TargetRows beside(Network network) {
    int rows = network.capacityRows();
    return new TargetRows(
        network,
        network.engine().matrix(rows, inputs.columns()),
        network.engine().matrix(rows, targets.columns()),
        classes,
        false);
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
    fill(data, identity, 0, count);
  }

  /// A batch of an epoch.
  void fill(Batches batches, int batch) {
    fill(batches.data(), batches.order(), batch * batches.size(), batches.rows(batch));
  }

  private void fill(Dataset data, int[] order, int from, int count) {
    source = data.inputs();
    this.order = order;
    this.from = from;
    inputs.rows(count);
    gather.run();
    data.targets().gather(order, from, count, raw);
    spread(count);
  }

  private void gather(int first, int last) {
    if (source != null) {
      source.gather(order, from, inputs, first, last);
    }
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
