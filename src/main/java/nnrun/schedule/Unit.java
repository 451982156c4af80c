package nnrun.schedule;

/// What a schedule counts.
public enum Unit {
  STEP,
  EPOCH
}
