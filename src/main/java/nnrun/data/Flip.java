package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// The image in a mirror: every pixel exactly as it was, at another place.
@Component(
    formula = "x(r, c) becomes x(r, width - 1 - c), or x(height - 1 - r, c), with probability p",
    doc = "Mirrors images, some of them, others in every epoch.",
    use = "For photographs of things that have no left and right.",
    avoid = "For digits and letters, which become others.",
    source = "Krizhevsky, Sutskever, Hinton 2012")
public record Flip(
    @Doc("left and right, or top and bottom, change places") @Default("horizontal") Axis axis,
    @Doc("share of the rows that are mirrored") @Default("0.5") @Range("[0,1]") double p)
    implements Augment.OfImage {
  /// Which sides change places.
  public enum Axis {
    HORIZONTAL,
    VERTICAL
  }

  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    boolean mirrored = stream.uniform(0) < p;
    boolean across = mirrored && axis == Axis.HORIZONTAL;
    boolean down = mirrored && axis == Axis.VERTICAL;
    to.map(from, down ? -1 : 1, 0, 0, 0, across ? -1 : 1, 0);
  }
}
