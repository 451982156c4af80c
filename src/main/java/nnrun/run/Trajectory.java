package nnrun.run;

import java.util.ArrayList;
import java.util.List;
import nnrun.loss.Reduction;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import nnrun.train.Network;
import nnrun.train.Training;

/// The rows of trajectory.csv: where all trained numbers stood before each step, what the loss of that step's batch was
/// there and how long its gradient; at last where they ended.
///
/// A row is written once its step is done, as the step computes loss and gradient. So the numbers are kept one step.
final class Trajectory {
  private final Training training;
  private final List<String> before = new ArrayList<>();

  /// @param training as it begins or goes on
  Trajectory(Training training) {
    this.training = training;
    look();
  }

  /// `step,x1,x2,loss,grad.norm`; the numbers of a net of several layers with the names of their layers.
  List<String> columns() {
    List<String> header = new ArrayList<>(List.of("step"));
    Network network = training.network();
    for (Parameter parameter : network.parameters()) {
      String name = parameter.name();
      String brief = network.nodes().size() == 1 ? name.substring(name.lastIndexOf('.') + 1) : name;
      for (int i = 1; i <= parameter.value().size(); i++) {
        header.add(parameter.value().size() == 1 ? brief : brief + i);
      }
    }
    header.addAll(List.of("loss", "grad.norm"));
    return header;
  }

  private void look() {
    before.clear();
    for (Parameter parameter : training.network().parameters()) {
      Matrix value = parameter.value();
      for (int i = 0; i < value.size(); i++) {
        before.add(Predictions.number(value.precision(), value.at(i)));
      }
    }
  }

  /// The row that is complete after a step.
  List<Object> step() {
    List<Object> cells = row(training.steps() - 1, loss(), training.gradientNorm());
    look();
    return cells;
  }

  /// After the last step: one more row. It has no loss where that would be of a batch, for there is none any more.
  List<Object> end() {
    boolean ofRows = training.network().nodes().stream().anyMatch(node -> node.layer().readsInput());
    if (ofRows) {
      return row(training.steps(), "", "");
    }
    training.gradients();
    return row(training.steps(), loss(), training.gradientNorm());
  }

  private double loss() {
    boolean sums = training.network().loss().reduction() == Reduction.SUM;
    return sums ? training.lossSum() : training.lossSum() / training.weightSum();
  }

  private List<Object> row(long step, Object loss, Object gradient) {
    List<Object> cells = new ArrayList<>(List.of(step));
    cells.addAll(before);
    cells.addAll(List.of(loss, gradient));
    return cells;
  }
}
