package nnrun.data;

import org.jspecify.annotations.Nullable;

/// x' = (x - offset) · factor, with one offset and one factor a numeric feature, fitted on the training rows; and where
/// that is not all, what is done to the features of a row together.
public sealed interface Scaling permits None, Unit, Standardize, MinMax, Robust, PerImage, Pca, Zca {

  /// @param values the feature in the training rows; nothing is missing
  /// @param name of the feature, for messages
  Affine fit(Sample values, String name);

  /// What [#fit] gives for bytes 0..255 whichever they are; null when it depends on them.
  default @Nullable Affine ofBytes() {
    return null;
  }

  /// Whether a feature of the result is made of several.
  default boolean mixes() {
    return false;
  }

  /// What is done to the numeric features of a row together, after each was scaled alone.
  ///
  /// @param training those of the training rows
  default RowScaling together(RowScaling.Blocks training) {
    return RowScaling.none();
  }

  /// x' = (x - offset) · factor
  record Affine(double offset, double factor) {

    /// Refuses a feature whose numbers are so far apart, or so near each other, that no double takes them to order 1.
    static Affine checked(double offset, double factor, String name) {
      if (!Double.isFinite(offset) || !Double.isFinite(factor) || factor == 0) {
        throw new DataException(
            "column '"
                + name
                + "': its numbers span a range that cannot be scaled in float64;"
                + " take scale: none, or ignore the column");
      }
      return new Affine(offset, factor);
    }
  }
}
