package nnrun.train;

import nnrun.data.Batches;
import nnrun.data.Dataset;
import nnrun.data.Targets;
import nnrun.tensor.Matrix;

/// Brings rows of a data set into a network's input and targets; a class becomes a row of zeros with a one.
public final class TargetRows {
  private final Network network;
  private final boolean classes;
  private final boolean spread;
  private final Matrix raw;
  private final int[] identity;

  public TargetRows(Network network, Targets targets) {
    this.network = network;
    classes = targets.kind() == Targets.Kind.CLASSES;
    spread = classes && network.targets().columns() > 1;
    raw = spread ? network.engine().matrix(network.capacityRows(), 1) : network.targets();
    identity = new int[network.capacityRows()];
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
    data.inputs().gather(identity, 0, count, network.input());
    data.targets().gather(identity, 0, count, raw);
    spread(count);
  }

  /// A batch of an epoch.
  void fill(Batches batches, int batch) {
    batches.copy(batch, network.input(), raw);
    spread(batches.rows(batch));
  }

  private void spread(int count) {
    if (spread) {
      Matrix rows = network.targets();
      int columns = rows.columns();
      rows.fill(0);
      for (int r = 0; r < count; r++) {
        rows.put(r * columns + (int) raw.at(r), 1);
      }
    }
  }
}
