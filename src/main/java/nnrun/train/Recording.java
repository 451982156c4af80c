package nnrun.train;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import org.jspecify.annotations.Nullable;

/// What a run writes down when asked to. It changes no number of the training.
public record Recording(
    @Doc("Writes layers.csv: outputs and gradients of each layer in each epoch's last batch") @Default("false")
        boolean layers,
    @Doc("Writes steps.csv: loss, rate, length of the gradient and size of the update of every step") @Default("false")
        boolean steps,
    @Doc("Writes histograms.csv: how the numbers of each parameter are distributed at the end of each epoch")
        @Default("false")
        boolean histograms,
    @Doc("Adds update.ratio to metrics.csv: length of the epoch's last update over that of the parameters")
        @Default("false")
        boolean updateRatio,
    @Doc("Writes trajectory.csv: every trained number before each step; without it only on a surface")
        @Nullable Boolean trajectory) {
  /// Nothing but metrics.csv.
  public static final Recording NOTHING = new Recording(false, false, false, false, null);

  /// The most trained numbers whose path is recorded, a column each.
  public static final int MOST_NUMBERS = 1000;

  public boolean path() {
    return trajectory != null && trajectory;
  }

  /// The same with nothing left open; null stays null where nothing is written.
  ///
  /// @param path whether a trajectory is written where the config does not say
  public static @Nullable Recording resolved(@Nullable Recording given, boolean path) {
    if (given == null && !path) {
      return null;
    }
    Recording r = given == null ? NOTHING : given;
    boolean written = r.trajectory == null ? path : r.trajectory;
    return new Recording(r.layers, r.steps, r.histograms, r.updateRatio, written);
  }
}
