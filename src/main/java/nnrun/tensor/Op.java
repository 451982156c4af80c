package nnrun.tensor;

/// One prepared operation on fixed matrices. Made once when a network is built, run once a step; running allocates
/// nothing.
public interface Op {
  void run();
}
