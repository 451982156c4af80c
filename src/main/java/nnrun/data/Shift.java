package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) is (y + dy, x + dx) of the image before, between pixels bilinear.
@Component(
    formula = "moved by dy = u1 by height, dx = u2 by width, u1 and u2 uniform in [-1, 1)",
    doc = "Moves images; where they come from beyond an edge, its pixels go on.",
    use = "For things that are not always in the middle.",
    avoid = "For images whose place means something.",
    source = "LeCun et al. 1998")
public record Shift(@Doc("the farthest, as a share of height and width") @Default("0.1") @Range("[0,1]") double by)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    double dy = (2 * stream.uniform(0) - 1) * by * from.height;
    double dx = (2 * stream.uniform(1) - 1) * by * from.width;
    to.map(from, 1, 0, dy, 0, 1, dx);
  }
}
