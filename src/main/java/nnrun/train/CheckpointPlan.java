package nnrun.train;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// When the state of a training is saved: decided by the config and the size of the training, and by no clock, so that
/// equal runs leave equal files.
///
/// Where the config leaves it open, there are K = max(1, ⌈50·c/e⌉) epochs from one checkpoint to the next, which keeps
/// files below a fiftieth of the time: c is the time of a checkpoint and e that of an epoch, both as a fast core would
/// need it. The first epoch has a checkpoint too, so that there is something to go back to from then on.
///
/// @param auto K
/// @param given epochs from one to the next where the config says so, or null
/// @param everySteps updates from one to the next inside epochs, or null
public record CheckpointPlan(int auto, @Nullable Integer given, @Nullable Long everySteps) {
  private static final int EPOCHS_FOR_FILES = 50;
  private static final int MOST_EPOCHS = 1_000_000;

  /// Nanoseconds of a checkpoint: two files put together, summed, written and forced, and their numbers.
  private static final double CHECKPOINT = 5e6;

  private static final double NUMBER = 12;

  /// Nanoseconds of an epoch, a step and a floating-point operation.
  private static final double EPOCH = 5e3;

  private static final double STEP = 1e3;
  private static final double OPERATION = 0.01;

  /// @param numbers in a checkpoint
  /// @param steps an epoch
  /// @param flops floating-point operations an epoch
  static CheckpointPlan of(TrainSpec.Checkpoints settings, long numbers, long steps, double flops) {
    double checkpoint = CHECKPOINT + NUMBER * numbers;
    double epoch = EPOCH + STEP * steps + OPERATION * flops;
    int auto = (int) Math.min(MOST_EPOCHS, Math.ceil(EPOCHS_FOR_FILES * checkpoint / epoch));
    EpochInterval epochs = settings.everyEpochs();
    return new CheckpointPlan(auto, epochs.isAuto() ? null : Integer.valueOf(epochs.epochs()), settings.everySteps());
  }

  /// Epochs from one checkpoint to the next.
  public int everyEpochs() {
    return given == null ? auto : given;
  }

  /// Whether a checkpoint is due inside an epoch.
  ///
  /// @param step updates done
  public boolean dueAfterStep(long step) {
    return everySteps != null && step % everySteps == 0;
  }

  /// Whether a checkpoint is due behind an epoch; the last one always has one.
  ///
  /// @param step updates done when the epoch ended
  public boolean dueAfterEpoch(int epoch, long step) {
    return epoch % everyEpochs() == 0 || (given == null && epoch == 1) || dueAfterStep(step);
  }

  /// Whether what has gathered for files is due to be seen there, with a checkpoint or without.
  public boolean dueToShow(int epoch) {
    return epoch == 1 || epoch % auto == 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(given == null && auto > 1 ? "after the first epoch, " : "");
    text.append(everyEpochs() == 1 ? "every epoch" : String.format(Locale.ROOT, "every %,d epochs", everyEpochs()));
    if (everySteps != null) {
      text.append(String.format(Locale.ROOT, ", every %,d steps", everySteps));
    }
    return text.append(everyEpochs() == 1 ? "" : ", at the end").toString();
  }
}
