package nnrun.init;

/// Which side of a layer sets the spread of its weights.
public enum Mode {
  FAN_IN,
  FAN_OUT
}
