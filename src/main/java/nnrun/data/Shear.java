package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) from the centre is (y, x + s·y) of the image before, between pixels bilinear.
@Component(
    formula = "x(r, c) becomes x(r, c + s (r - middle)), s uniform in [-by, by)",
    doc = "Slants images, as handwriting is.",
    use = "For handwriting.",
    avoid = "For photographs; take flip and crop.",
    source = "Simard, Steinkraus, Platt 2003")
public record Shear(
    @Doc("the greatest slant: pixels across for one pixel down") @Default("0.1") @Range("[0,10]") double by)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    to.map(from, 1, 0, 0, (2 * stream.uniform(0) - 1) * by, 1, 0);
  }
}
