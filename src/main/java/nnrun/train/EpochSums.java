package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.metric.Metric;
import nnrun.state.State;

/// What an epoch has added up so far, for its row in metrics.csv.
final class EpochSums {
  /// The metrics measured on the batches, in their order.
  final List<Metric> metrics;

  final List<Metric.Tally> tallies = new ArrayList<>();
  double loss;
  double weight;
  double outputPenalty;
  long rows;

  EpochSums(List<Metric> metrics, int outputs) {
    this.metrics = metrics.stream().filter(Metric::scalar).toList();
    this.metrics.forEach(metric -> tallies.add(metric.start(outputs)));
  }

  /// @param rows of the batch that the step learned from
  void add(Training step, int rows) {
    loss += step.lossSum();
    weight += step.weightSum();
    outputPenalty += step.outputPenaltySum();
    this.rows += rows;
  }

  void state(State s) {
    loss = s.real("loss", loss);
    weight = s.real("weight", weight);
    outputPenalty = s.real("output_penalty", outputPenalty);
    rows = s.whole("rows", rows);
    for (int i = 0; i < tallies.size(); i++) {
      tallies.get(i).state(s.in(metrics.get(i).column()));
    }
  }
}
