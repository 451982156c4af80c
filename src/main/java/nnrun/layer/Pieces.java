package nnrun.layer;

import nnrun.tensor.Matrix;

/// Which side of each kink the elements of a matrix lie on, as one number.
final class Pieces {
  private Pieces() {}

  static long of(Matrix x, double... kinks) {
    long hash = 0;
    for (double kink : kinks) {
      for (int i = 0; i < x.size(); i++) {
        hash = hash * 31 + (x.at(i) > kink ? 1 : 0);
      }
    }
    return hash;
  }
}
