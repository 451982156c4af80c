package nnrun.train;

import nnrun.spec.Default;
import nnrun.spec.Doc;

/// What a run writes down when asked to. It changes no other number.
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
        boolean updateRatio) {
  /// Nothing but metrics.csv.
  public static final Recording NOTHING = new Recording(false, false, false, false);
}
