package nnrun.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import nnrun.data.Dataset;
import nnrun.loss.Loss;
import nnrun.metric.Confusion;
import nnrun.metric.Metric;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Loss and metrics of a network on rows it does not learn from: running statistics, no masks, rows in their order.
public final class Evaluation {
  /// Takes predictions as they are made.
  public interface Sink {
    /// @param firstRow index in the data set of the first row of the batch
    /// @param predictions (rows, outputs)
    void batch(int firstRow, Matrix predictions);
  }

  private final Network network;
  private final TargetRows targets;
  private final Map<Metric, Metric.Tally> tallies = new LinkedHashMap<>();
  private final List<Metric> metrics;
  private double lossSum;
  private double weightSum;
  private Confusion.@Nullable Counts confusion;

  public Evaluation(Network network, List<Metric> metrics, TargetRows targets) {
    this.network = network;
    this.metrics = metrics.stream().filter(Metric::scalar).toList();
    this.targets = targets;
  }

  /// The measures by name: `loss`, then one a metric.
  public Map<String, Double> of(Dataset data) {
    return of(data, (_, _) -> {});
  }

  public Map<String, Double> of(Dataset data, Sink sink) {
    int outputs = network.prediction().columns();
    tallies.clear();
    for (Metric metric : metrics) {
      tallies.put(metric, metric.start(outputs));
    }
    confusion = targets.classes() ? new Confusion().start(outputs) : null;
    lossSum = 0;
    weightSum = 0;
    network.pass().training = false;
    int capacity = network.capacityRows();
    for (int from = 0; from < data.rows(); from += capacity) {
      int rows = Math.min(capacity, data.rows() - from);
      network.rows(rows);
      targets.fill(data, from, rows);
      network.forward();
      network.lossForward();
      network.predict();
      sum(rows);
      for (Metric.Tally tally : tallies.values()) {
        tally.add(network.prediction(), network.targets());
      }
      if (confusion != null) {
        confusion.add(network.prediction(), network.targets());
      }
      sink.batch(from, network.prediction());
    }
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", Loss.of(network.loss().reduction(), lossSum, weightSum));
    tallies.forEach((metric, tally) -> values.put(metric.column(), tally.value()));
    return values;
  }

  private void sum(int rows) {
    for (int r = 0; r < rows; r++) {
      lossSum += network.rowLoss().at(r);
      weightSum += network.rowWeight().at(r);
    }
  }

  /// (true class, predicted class) of the last data set; null where the target is no class.
  public Confusion.@Nullable Counts confusion() {
    return confusion;
  }

  /// `loss` and the columns of the metrics.
  public static List<String> names(List<Metric> metrics) {
    List<String> names = new ArrayList<>();
    names.add("loss");
    metrics.stream().filter(Metric::scalar).forEach(m -> names.add(m.column()));
    return names;
  }

  /// The loss's part of a name's meaning.
  static boolean higherIsBetter(String measure, List<Metric> metrics) {
    String name = measure.substring(measure.indexOf('.') + 1);
    return metrics.stream().anyMatch(m -> m.scalar() && m.column().equals(name) && m.higherIsBetter());
  }

  /// Whether the targets must be classes for this loss.
  public static boolean wantsClasses(Loss loss, List<Metric> metrics) {
    return loss.wants() == Loss.Wants.CLASSES || metrics.stream().anyMatch(Metric::needsClasses);
  }
}
