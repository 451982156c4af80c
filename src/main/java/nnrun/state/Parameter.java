package nnrun.state;

import nnrun.tensor.Matrix;

/// A trained matrix and the gradient of the loss with respect to it, both of one shape.
///
/// @param name the layer's name, a dot and its own: `dense_1.weight`
/// @param layer the layer's name
/// @param kind what penalties and decay look at
public record Parameter(String name, String layer, Kind kind, Matrix value, Matrix gradient) {
  /// What a parameter is in its layer.
  public enum Kind {
    /// Multiplies the layer's input; penalties act on these.
    WEIGHT,
    /// Is added to the output.
    BIAS,
    /// Scale and shift of a normalization, slope of an activation.
    OTHER
  }
}
