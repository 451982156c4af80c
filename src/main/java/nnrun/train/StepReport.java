package nnrun.train;

import java.util.ArrayList;
import java.util.List;
import nnrun.loss.Loss;
import nnrun.loss.Reduction;
import nnrun.state.Parameter;
import nnrun.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// One step of a training, tensor by tensor.
///
/// @param lr its learning rate
/// @param loss mean loss of its batch
/// @param updated false where loss or gradient were no numbers, so that no parameter moved
/// @param batch rows of the batch, as they stand in their source, from 0
/// @param rows the input, then layer by layer its output and the gradient of it, and of each parameter its value after
///   the step, its gradient before clipping, and the step's update, after minus before; at last the loss of each row
public record StepReport(
    int epoch, long step, double lr, double loss, boolean updated, List<Integer> batch, List<Row> rows) {
  /// What the numbers of a tensor are like. Means are Σx/n and √(Σ(x - mean)²/n) over the n finite numbers, in float64,
  /// summed in order; all four are NaN where no number is finite.
  ///
  /// @param layer empty for the input and the loss
  /// @param tensor `output`, `output.gradient`, `weight`, `weight.gradient`, `weight.update` ...
  /// @param zeros share of numbers that are exactly 0
  /// @param bad share of numbers that are NaN or infinite
  /// @param first whether the first such number of the step came up here
  public record Row(
      String layer,
      String tensor,
      double min,
      double max,
      double mean,
      double sd,
      double zeros,
      double bad,
      boolean first) {
    private static Row of(StepTensor tensor, boolean first) {
      Matrix x = tensor.matrix();
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      long finite = 0;
      long zeros = 0;
      for (int i = 0; i < x.size(); i++) {
        double value = x.at(i);
        zeros += value == 0 ? 1 : 0;
        if (Double.isFinite(value)) {
          finite++;
          sum += value;
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
      }
      double mean = sum / finite;
      double squares = 0;
      for (int i = 0; i < x.size(); i++) {
        double away = x.at(i) - mean;
        squares += Double.isFinite(x.at(i)) ? away * away : 0;
      }
      String layer = tensor.layer() == null ? "" : tensor.layer();
      double size = x.size();
      double nothing = finite == 0 ? Double.NaN : 0;
      return new Row(
          layer,
          tensor.tensor(),
          min + nothing,
          max + nothing,
          mean,
          Math.sqrt(squares / finite),
          zeros / size,
          (size - finite) / size,
          first);
    }
  }

  /// The row where the first NaN or infinity came up; null where every number is finite.
  public @Nullable Row firstBad() {
    return rows.stream().filter(Row::first).findFirst().orElse(null);
  }

  /// Trains up to a step and looks into it.
  ///
  /// @param trainer whose network is made for [nnrun.layer.Purpose#WATCH]
  /// @param wanted number of the update, or 0 for the first one in which a number is none
  /// @return null when the training ends before
  /// @throws Diverged when it ends so before
  public static @Nullable StepReport of(Trainer trainer, long wanted) {
    Training training = trainer.training();
    Watch watch = new Watch(training);
    try {
      trainer.run(
          new Trainer.Listener() {
            @Override
            public void step(int epoch, int batch, int batches, double loss) {
              if (wanted == training.steps() || (wanted == 0 && watch.bad())) {
                throw new Reached(watch.report(epoch, trainer.sourceRows(batch)));
              }
              watch.remember();
            }

            @Override
            public void epoch(EpochResult result, boolean best) {}
          });
      return null;
    } catch (Reached reached) {
      return reached.report;
    }
  }

  /// Ends a training at the step that is looked for.
  private static final class Reached extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient StepReport report;

    private Reached(StepReport report) {
      super(null, null, false, false);
      this.report = report;
    }
  }

  /// Follows a training from step to step.
  private static final class Watch {
    private final Training training;
    private final Network network;
    private final List<Matrix> before = new ArrayList<>();

    Watch(Training training) {
      this.training = training;
      network = training.network();
      network.parameters().forEach(p -> before.add(network.engine().matrixLike(p.value())));
      remember();
    }

    /// The next step begins with the parameters as they are now.
    void remember() {
      for (int i = 0; i < before.size(); i++) {
        before.get(i).copy(network.parameters().get(i).value());
      }
    }

    /// Whether some number that the step computed or left behind is none.
    boolean bad() {
      return !training.updated() || StepTensor.firstBad(computed()) != null;
    }

    /// All tensors of the step, in the order in which they came up.
    private List<StepTensor> computed() {
      List<StepTensor> computed = new ArrayList<>(StepTensor.forward(network));
      computed.add(StepTensor.loss(network));
      computed.addAll(StepTensor.backward(network));
      computed.addAll(StepTensor.values(network));
      computed.addAll(StepTensor.badMemory(training::state));
      return computed;
    }

    /// Of the step just done.
    StepReport report(int epoch, List<Integer> batch) {
      if (!Double.isFinite(training.lossSum())) {
        training.backward();
      }
      StepTensor first = StepTensor.firstBad(computed());
      List<StepTensor> shown = new ArrayList<>(List.of(StepTensor.input(network)));
      int next = 0;
      for (Network.Node node : network.nodes()) {
        shown.addAll(StepTensor.output(node));
        shown.addAll(StepTensor.outputGradient(node));
        for (Parameter p : node.parameters()) {
          shown.addAll(List.of(StepTensor.value(p), StepTensor.gradient(p), StepTensor.update(p, moved(p, next++))));
        }
      }
      shown.add(StepTensor.loss(network));
      if (first != null && shown.stream().noneMatch(t -> t.matrix() == first.matrix())) {
        shown.add(first); // memory of the optimizer
      }
      List<Row> rows = shown.stream().map(t -> Row.of(t, first != null && t.matrix() == first.matrix())).toList();
      double loss = Loss.of(Reduction.MEAN, training.lossSum(), training.weightSum());
      return new StepReport(epoch, training.steps(), training.lr(), loss, training.updated(), batch, rows);
    }

    /// After minus before, in place of what was before.
    private Matrix moved(Parameter p, int index) {
      Matrix moved = before.get(index);
      for (int i = 0; i < moved.size(); i++) {
        moved.put(i, p.value().at(i) - moved.at(i));
      }
      return moved;
    }
  }
}
