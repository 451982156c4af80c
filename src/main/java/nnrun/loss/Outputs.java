package nnrun.loss;

/// How the losses of a row's outputs become one number.
public enum Outputs {
  MEAN,
  SUM
}
