package nnrun.data;

import java.util.List;
import nnrun.tensor.Stream;

/// Changes training rows anew in every epoch; rows for validation, test and prediction stay as they are. A change is a
/// function of the row and a stream that knows the run's seed, the place of the change in its list, the epoch and the
/// row, and of nothing else: neither threads nor a resume can show.
public sealed interface Augment permits Augment.OfDocument, Augment.OfImage, Augment.OfRow, Augment.OfBatch {

  /// Whether it needs a target of classes.
  default boolean needsClasses() {
    return false;
  }

  /// Whether pixels come to stand elsewhere, so that each must still be one.
  default boolean movesPixels() {
    return false;
  }

  /// Whether a row as encoded is all it needs, so that rows to ask a trained net with can be changed, too.
  default boolean changesRows() {
    return false;
  }

  /// Whether it makes targets between classes.
  default boolean mixesTargets() {
    return false;
  }

  /// Changes the words of a document before they become features.
  sealed interface OfDocument extends Augment permits SynonymReplacement, WordDropout {
    /// What the change needs from files.
    default Thesaurus thesaurus(DataFiles files) {
      return Thesaurus.EMPTY;
    }

    List<String> apply(List<String> words, Thesaurus thesaurus, Stream stream);
  }

  /// Changes an image, in units of its raw pixels.
  sealed interface OfImage extends Augment permits Flip, Rotate, Shift, Scale, Shear, Elastic, Crop, Brightness {
    @Override
    default boolean movesPixels() {
      return true;
    }

    @Override
    default boolean changesRows() {
      return true;
    }

    /// @param from the image
    /// @param to the changed one, of the same size
    void apply(Picture from, Picture to, Stream stream);
  }

  /// Changes a row as scaled.
  sealed interface OfRow extends Augment permits GaussianNoise, Cutout {
    @Override
    default boolean changesRows() {
      return true;
    }

    /// @param row its features
    /// @param layout where which of them stand
    void apply(double[] row, Augmenter.Layout layout, Stream stream);
  }

  /// Changes rows and targets of a batch together.
  sealed interface OfBatch extends Augment permits Mixup, LabelSmoothing {
    @Override
    default boolean mixesTargets() {
      return true;
    }

    void apply(Mixture batch, Stream stream);
  }
}
