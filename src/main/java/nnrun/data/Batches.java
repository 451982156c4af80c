package nnrun.data;

import java.util.List;
import java.util.stream.IntStream;
import nnrun.tensor.Stream;

/// Cuts the rows of a data set into the batches of an epoch. The order is a function of the stream and the epoch, so
/// that any epoch can be gone through again. The last batch may be smaller.
public final class Batches {
  private final Dataset data;
  private final int size;
  private final Shuffle shuffle;
  private final Stream stream;
  private final int[] order;

  /// @param size rows a batch; more than there are rows means all of them
  /// @param stream of the order
  public Batches(Dataset data, int size, Shuffle shuffle, Stream stream) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch of " + size + " rows");
    }
    this.data = data;
    this.size = Math.min(size, Math.max(1, data.rows()));
    this.shuffle = shuffle;
    this.stream = stream;
    order = new int[data.rows()];
    order(1);
  }

  public Dataset data() {
    return data;
  }

  /// Rows of the data set.
  public int rows() {
    return data.rows();
  }

  /// Batches an epoch.
  public int count() {
    return (data.rows() + size - 1) / size;
  }

  /// Rows of a full batch.
  public int size() {
    return size;
  }

  /// Rows of the batch of that number, from 0.
  public int rows(int batch) {
    return Math.min(size, data.rows() - batch * size);
  }

  /// Lays down the order of an epoch, from 1, and shows it: the rows of the data set. Valid until the next call.
  public int[] order(int epoch) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    switch (shuffle) {
      case EPOCH -> stream.at(epoch).shuffle(order);
      case ONCE -> stream.at(0).shuffle(order);
      case NONE -> {}
    }
    return order;
  }

  /// Where the rows of a batch of the order laid down last stand in their source, from 0.
  public List<Integer> sourceRows(int batch) {
    return IntStream.range(0, rows(batch)).mapToObj(i -> data.sourceRow(order[batch * size + i])).toList();
  }

  /// The order laid down last; a batch is `size` of it from `batch · size` on.
  public int[] order() {
    return order;
  }
}
