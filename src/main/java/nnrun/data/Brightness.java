package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Every grey value times one factor.
@Component(
    formula = "x (1 + u by), at most 255; u uniform in [-1, 1)",
    doc = "Makes images brighter or darker.",
    use = "For photographs in different light.",
    avoid = "Where scale: per_image takes light away already.",
    source = "Krizhevsky, Sutskever, Hinton 2012")
public record Brightness(@Doc("the greatest change, as a share") @Default("0.2") @Range("[0,1]") double by)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    double factor = 1 + (2 * stream.uniform(0) - 1) * by;
    for (int i = 0; i < to.pixels.length; i++) {
      to.pixels[i] = Math.min(255, factor * from.pixels[i]);
    }
  }
}
