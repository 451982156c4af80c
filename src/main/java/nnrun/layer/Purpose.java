package nnrun.layer;

/// What the passes of a network are for, which decides what of them can be read afterwards.
public enum Purpose {
  /// Forward passes alone; the outputs of all layers stay.
  PREDICT,

  /// Training. The outputs that no backward pass reads, and the gradients of all outputs, share memory: each holds only
  /// until the next layer has been through. So more of a step stays in the processor's caches.
  TRAIN,

  /// Training whose outputs and gradients all stay until the next step, for whoever looks at them.
  WATCH;

  boolean learning() {
    return this != PREDICT;
  }
}
