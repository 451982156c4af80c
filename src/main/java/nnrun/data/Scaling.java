package nnrun.data;

/// x' = (x - offset) · factor, with one offset and one factor a numeric feature, fitted on the training rows.
public sealed interface Scaling permits None, Unit, Standardize, MinMax {

  /// @param values the feature in the training rows; nothing is missing
  /// @param name of the feature, for messages
  Affine fit(Sample values, String name);

  /// The numbers of one feature.
  interface Sample {
    int size();

    double at(int index);
  }

  /// x' = (x - offset) · factor
  record Affine(double offset, double factor) {}
}
