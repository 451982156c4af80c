package nnrun.run;

import nnrun.spec.Default;
import nnrun.spec.Doc;

/// Files that a run writes when asked to. They change no other number.
public record Recording(
    @Doc("Writes layers.csv: outputs and gradients of each layer in each epoch's last batch") @Default("false")
        boolean layers) {}
