package nnrun.search;

import java.util.List;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.spec.Short;

/// Trials of one point that differ in their seeds: the config's own seed, the next one, and so on.
@Short("n")
public record Seeds(
    @Doc("how many") @Range("[1,10000]") int n,
    @Doc("what they seed: seed for initial weights, order and masks; data.split.seed for who is in which split")
        @Default("[seed]")
        List<String> of) {}
