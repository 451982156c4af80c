package nnrun.train;

import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// Ends a run when a measure has not got better for some epochs (Prechelt 1998).
public record EarlyStopping(
    @Doc("Measure watched, as in metrics.csv") @Default("val.loss") String monitor,
    @Doc("Epochs without improvement that are borne") @Default("5") @Range("[1,1000000]") int patience,
    @Doc("Least difference that counts as an improvement") @Default("0") @Range("[0,inf)") double minDelta,
    @Doc("Ends with the weights of the best epoch instead of the last") @Default("true") boolean restoreBest) {}
