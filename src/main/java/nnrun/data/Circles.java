package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Class 0 on the circle of radius 1, class 1 on the circle of radius `factor`. The classes take turns.
@Component(
    formula = "class 0: (cos t, sin t); class 1: factor (cos t, sin t); t uniform in [0, 2 pi)",
    doc = "A circle within a circle: two classes with one centre.",
    use = "To show that a straight line is not enough.",
    avoid = "For more than two classes: blobs, spirals.",
    source = "Common knowledge")
public record Circles(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("standard deviation of the normal noise on both coordinates") @Default("0.1") @Range("[0,inf)") double noise,
    @Doc("radius of the inner circle; the outer one has radius 1") @Default("0.5") @Range("(0,1)") double factor,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("circles", 2, n);
    Stream stream = Stream.of(seed).named("circles");
    Stream noise1 = stream.named("noise1");
    Stream noise2 = stream.named("noise2");
    for (int row = 0; row < n; row++) {
      double t = 2 * StrictMath.PI * stream.uniform(row);
      double radius = row % 2 == 0 ? 1 : factor;
      double x1 = radius * StrictMath.cos(t) + noise * noise1.normal(row);
      double x2 = radius * StrictMath.sin(t) + noise * noise2.normal(row);
      points.set(row, x1, x2, row % 2);
    }
    return points.table(files.store());
  }
}
