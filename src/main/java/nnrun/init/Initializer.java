package nnrun.init;

import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// How a weight matrix begins. An initializer is a function of the seed: a weight's number depends on its layer's name
/// and its place in the matrix, on nothing drawn before.
public sealed interface Initializer
    permits Constant,
        Zeros,
        Ones,
        Uniform,
        Normal,
        TruncatedNormal,
        FanUniform,
        LecunUniform,
        LecunNormal,
        XavierUniform,
        XavierNormal,
        KaimingUniform,
        KaimingNormal,
        Orthogonal,
        Identity,
        Sparse,
        FromRun {
  /// Fills the weights.
  ///
  /// @param w (in, out), or any shape whose fans are given
  void fill(Matrix w, Fan fan, Stream stream);

  /// What an initializer may look at.
  ///
  /// @param in inputs of a unit
  /// @param out units that an input goes to
  /// @param gain of the activation that follows, see [Gain]
  record Fan(int in, int out, double gain) {}

  /// Fills with U(-bound, bound).
  static void uniform(Matrix w, double bound, Stream stream) {
    for (int i = 0; i < w.size(); i++) {
      w.put(i, bound * (2 * stream.uniform(i) - 1));
    }
  }

  /// Fills with N(0, std²).
  static void normal(Matrix w, double std, Stream stream) {
    for (int i = 0; i < w.size(); i++) {
      w.put(i, std * stream.normal(i));
    }
  }
}
