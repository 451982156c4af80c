package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Class 0: (cos t, sin t); class 1: (1 - cos t, ½ - sin t); t uniform in [0, π). The classes take turns.
@Component(
    formula = "class 0: (cos t, sin t); class 1: (1 - cos t, 1/2 - sin t); t uniform in [0, pi)",
    doc = "Two half circles that reach into each other: two classes that no straight line parts.",
    use = "For small classifiers whose border can be drawn.",
    avoid = "To tell deep nets from shallow ones: one hidden layer does it.",
    source = "Pedregosa et al. 2011")
public record Moons(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("standard deviation of the normal noise on both coordinates") @Default("0.1") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("moons", 2, n);
    Stream stream = Stream.of(seed).named("moons");
    Stream noise1 = stream.named("noise1");
    Stream noise2 = stream.named("noise2");
    for (int row = 0; row < n; row++) {
      double t = StrictMath.PI * stream.uniform(row);
      boolean upper = row % 2 == 0;
      double x1 = upper ? StrictMath.cos(t) : 1 - StrictMath.cos(t);
      double x2 = upper ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t);
      points.set(row, x1 + noise * noise1.normal(row), x2 + noise * noise2.normal(row), row % 2);
    }
    return points.table(files.store());
  }
}
