package nnrun.data;

import nnrun.tensor.Engine;

/// From a config's `data` section to data sets.
final class Preparing {
  private Preparing() {}

  static Prepared prepare(DataSpec spec, DataFiles files, Engine engine, boolean wantClasses) {
    throw new UnsupportedOperationException();
  }
}
