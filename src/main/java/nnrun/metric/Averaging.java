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
  WEIGHTED,
  /// The mean over rows of that of a row's own labels.
  SAMPLES;

  /// Why SAMPLES makes no sense where a row has no set of labels to average over.
  static final String SAMPLES_OF_ONE = "samples is for several labels a row; add multi_label: true, or take macro";

  /// `name`, or `name_macro`.
  String column(String name) {
    return this == AUTO ? name : name + "_" + Names.of(this);
  }
}
