package nnrun.train;

import java.util.List;
import nnrun.loss.Loss;

/// One update, as steps.csv tells it.
///
/// @param epoch from 1
/// @param step of the run, from 1
/// @param loss of the step's batch before the update, without penalties
/// @param lr learning rate
/// @param gradientNorm √Σg² over all parameters, with penalties and before clipping; NaN where the loss is no number
/// @param updateRatio length of the update over that of the parameters before it; NaN where there was none
public record StepStatistics(int epoch, long step, double loss, double lr, double gradientNorm, double updateRatio) {
  /// The headings of steps.csv.
  public static final List<String> COLUMNS = List.of("epoch", "step", "loss", "lr", "grad.norm", "update.ratio");

  /// A row under [#COLUMNS].
  public List<Object> cells() {
    return List.of(epoch, step, loss, lr, gradientNorm, updateRatio);
  }

  /// Of the last update.
  public static StepStatistics of(int epoch, Training training) {
    double loss = Loss.of(training.network().loss().reduction(), training.lossSum(), training.weightSum());
    boolean backward = Double.isFinite(training.lossSum()); // else the gradients are those of the step before
    double norm = backward ? training.gradientNorm() : Double.NaN;
    return new StepStatistics(epoch, training.steps(), loss, training.lr(), norm, training.updateRatio());
  }
}
