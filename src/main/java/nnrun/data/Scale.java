package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) from the centre is (y, x) / s of the image before, between pixels bilinear.
@Component(
    formula = "enlarged around the centre by a factor uniform in [1 - by, 1 + by)",
    doc = "Makes images a little larger or smaller.",
    use = "For things that are near or far.",
    avoid = "For images whose size means something.",
    source = "LeCun et al. 1998")
public record Scale(@Doc("the greatest change of the size, as a share of it") @Default("0.1") @Range("[0,1)") double by)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    double factor = 1 / (1 + (2 * stream.uniform(0) - 1) * by);
    to.map(from, factor, 0, 0, 0, factor, 0);
  }
}
