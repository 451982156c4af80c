package nnrun.metric;

import nnrun.spec.Names;

/// How a number of each class becomes one.
public enum Averaging {
  /// BINARY with two classes, MACRO with more.
  AUTO,
  /// That of the second class alone.
  BINARY,
  /// The mean over classes.
  MACRO,
  /// Of all counts together.
  MICRO,
  /// The mean over classes, weighted by their rows.
  WEIGHTED;

  /// `name`, or `name_macro`.
  String column(String name) {
    return this == AUTO ? name : name + "_" + Names.of(this);
  }
}
