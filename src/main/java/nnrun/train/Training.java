package nnrun.train;

import java.util.List;
import java.util.function.Consumer;
import nnrun.layer.Layer;
import nnrun.loss.Loss;
import nnrun.optim.Optimizer;
import nnrun.optim.Updates;
import nnrun.penalty.Regularization;
import nnrun.schedule.Schedule;
import nnrun.state.Hyper;
import nnrun.state.State;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// One step of training, and everything that has memory from one step to the next.
public final class Training {
  private final Network network;
  private final Penalties penalties;
  private final Hyper hyper = new Hyper();
  private final Updates updates;
  private final AfterUpdate after;
  private final Schedule.Live schedule;
  private double lossSum;
  private double weightSum;
  private double penaltySum;
  private boolean updated;
  private @Nullable UpdateRatio ratio;
  private double updateRatio = Double.NaN;

  public Training(
      Network network,
      Optimizer optimizer,
      Schedule schedule,
      Schedule.Time time,
      List<? extends Regularization> regularization) {
    this.network = network;
    penalties = new Penalties(regularization, network);
    after = new AfterUpdate(regularization, network, time);
    updates = new Updates(network.engine(), optimizer, hyper, network.parameters());
    this.schedule = schedule.start(time, optimizer.lr(), optimizer.momentum());
  }

  public Network network() {
    return network;
  }

  /// Updates done.
  public long steps() {
    return hyper.step;
  }

  /// The rate of the last update.
  public double lr() {
    return hyper.lr;
  }

  Schedule.Live schedule() {
    return schedule;
  }

  /// One update from the batch in the network's input and targets.
  ///
  /// @return false where the loss or, as far as it is clipped by its length, the gradient is not finite: then no
  ///   parameter is touched, so that the step can be done again and looked at
  public boolean step() {
    return step(false);
  }

  /// The same.
  ///
  /// @param measured whether [#updateRatio] is wanted, after [#measureUpdates]
  boolean step(boolean measured) {
    schedule.drive(hyper.step, hyper);
    hyper.step++;
    updateRatio = Double.NaN;
    forward();
    updated = Double.isFinite(lossSum);
    if (updated) {
      backward();
      UpdateRatio measure = measured ? ratio : null;
      if (measure != null) {
        measure.before();
      }
      updated = updates.run();
      if (updated) {
        after.run(hyper.step);
      }
      if (updated && measure != null) {
        updateRatio = measure.value();
      }
    }
    return updated;
  }

  /// What the last [#step] returned.
  boolean updated() {
    return updated;
  }

  /// Plans the memory for [#updateRatio].
  void measureUpdates() {
    ratio = new UpdateRatio(network.engine(), network.parameters());
  }

  /// Length of the last update over that of the parameters before it; NaN where it was not measured.
  double updateRatio() {
    return updateRatio;
  }

  /// The loss and the gradients of the batch, without an update.
  public void gradients() {
    forward();
    backward();
  }

  private void forward() {
    network.pass().training = true;
    network.pass().step = hyper.step;
    network.forward();
    sumLoss();
  }

  /// The gradients of the last forward pass.
  void backward() {
    backward(null);
  }

  private void backward(@Nullable Consumer<Layer.Live> look) {
    network.lossBackward();
    network.backward(penalties.beforeBackward(), look);
    penalties.addToGradients();
  }

  /// Does the passes of a step again that was not finished, so that no parameter has changed since.
  ///
  /// @param outputs is shown each layer when its output is there
  /// @param gradients is shown each layer when the gradient of its output is there, if the step came so far
  void again(Consumer<Layer.Live> outputs, Consumer<Layer.Live> gradients) {
    network.forward(outputs);
    sumLoss();
    if (Double.isFinite(lossSum)) {
      backward(gradients);
    }
  }

  private void sumLoss() {
    network.lossForward();
    Matrix losses = network.rowLoss();
    Matrix weights = network.rowWeight();
    double loss = 0;
    double weight = 0;
    for (int r = 0; r < losses.rows(); r++) {
      loss += losses.at(r);
      weight += weights.at(r);
    }
    lossSum = loss;
    weightSum = weight;
    penaltySum = penalties.onOutputs() ? penalties.outputs() : 0;
  }

  /// The loss of the batch with all penalties, as a function of the parameters as they are now; masks are those of the
  /// last step.
  double objective() {
    forward();
    double divisor = Loss.divisor(network.loss().reduction(), network.rowWeight());
    return lossSum / divisor + penaltySum / network.rowLoss().rows() + penalties.weights();
  }

  /// Σ of the last batch's row losses.
  public double lossSum() {
    return lossSum;
  }

  /// Σ of the last batch's row weights.
  public double weightSum() {
    return weightSum;
  }

  /// Σ over the last batch's rows of the penalties on outputs.
  double outputPenaltySum() {
    return penaltySum;
  }

  /// Σ of the penalties on weights, as they are now.
  double weightPenalty() {
    return penalties.weights();
  }

  /// √Σg² over all parameters of the last gradients, before clipping.
  public double gradientNorm() {
    return updates.length();
  }

  /// Puts the weights that predict into the network: those trained, or their mean where one is kept. Training goes on
  /// from those trained, so they are put back with `false` before the next step.
  public void predicting(boolean on) {
    after.predicting(on);
  }

  /// Whether running statistics must be collected anew for the weights that predict.
  boolean wantsStatistics() {
    return after.wantsStatistics();
  }

  /// Takes the batch in the network's input into running statistics that are collected anew.
  ///
  /// @param batch of these, from 0; its masks are those of a step that is still to come
  /// @param share of the batch in the rows so far
  void renewStatistics(int batch, double share) {
    network.pass().training = true;
    network.pass().step = hyper.step + 1 + batch;
    network.pass().renewal = share;
    network.forward();
    network.pass().renewal = 0;
  }

  public void state(State s) {
    after.state(s);
    updates.state(s.in("optimizer"));
    schedule.state(s.in("schedule"));
    hyper.step = s.whole("step", hyper.step);
    hyper.lr = s.real("lr", hyper.lr);
  }
}
