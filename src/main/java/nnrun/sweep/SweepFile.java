package nnrun.sweep;

import nnrun.search.SweepSpec;
import nnrun.spec.Doc;
import nnrun.spec.Inline;

/// A sweep in a file of its own.
public record SweepFile(@Doc("The config, relative to this file") String base, @Inline SweepSpec sweep) {}
