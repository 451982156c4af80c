package nnrun.loss;

/// How the losses of a batch's rows become one number.
public enum Reduction {
  MEAN,
  SUM
}
