package nnrun.contract;

import nnrun.tensor.Engine;
import nnrun.tensor.Precision;

/// The ways to compute that reference numbers are held against.
enum Engines {
  COMPILED_FLOAT64(Precision.FLOAT64, true),
  PLAIN_FLOAT64(Precision.FLOAT64, false),
  COMPILED_FLOAT32(Precision.FLOAT32, true);

  private final Precision precision;
  private final boolean compiled;

  Engines(Precision precision, boolean compiled) {
    this.precision = precision;
    this.compiled = compiled;
  }

  Engine make() {
    return compiled ? Engine.of(precision, 1) : Engine.plain(precision);
  }

  double tolerance() {
    return Numbers.tolerance(precision);
  }

  boolean isFloat32() {
    return precision == Precision.FLOAT32;
  }
}
