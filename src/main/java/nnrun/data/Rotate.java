package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) from the centre is (cos a·y - sin a·x, sin a·y + cos a·x) of the image before, between pixels bilinear.
@Component(
    formula = "turned around the centre by an angle uniform in [-degrees, degrees]",
    doc = "Turns images a little.",
    use = "For handwriting and things seen from above.",
    avoid = "Beyond 15 degrees for digits: 6 and 9 become alike.",
    source = "Simard, Steinkraus, Platt 2003")
public record Rotate(@Doc("the greatest angle, either way") @Default("10") @Range("[0,180]") double degrees)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    double angle = (2 * stream.uniform(0) - 1) * degrees / 180 * StrictMath.PI;
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    to.map(from, cos, -sin, 0, sin, cos, 0);
  }
}
