package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Class 0 is normal around -(d/2)·u, class 1 around (d/2)·u, u = (1, ..., 1) / √features, both with variance 1 in
/// every direction. The classes take turns. The best classifier is x·u > 0, and it is right with probability Φ(d/2).
@Component(
    formula = "class 0: normal(-d/2 u, I); class 1: normal(d/2 u, I); u = (1, ..., 1) / sqrt(features)",
    doc =
        "Two clouds that overlap, so that the best accuracy is known: Phi(distance / 2), 0.8413 at distance 2."
            + " What is better on the training rows is overfitting.",
    use = "To show overfitting, as the best possible accuracy is known.",
    avoid = "For a border that is not straight; take moons or spirals.",
    source = "Fisher 1936")
public record Gaussians(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("coordinates of a row") @Default("2") @Range("[1,10000]") int features,
    @Doc("d, between the centres, in standard deviations") @Default("2") @Range("[0,1000]") double distance,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("gaussians", features, n);
    Stream stream = Stream.of(seed).named("gaussians");
    double shift = distance / 2 / Math.sqrt(features);
    for (int row = 0; row < n; row++) {
      double centre = row % 2 == 0 ? -shift : shift;
      for (int c = 0; c < features; c++) {
        points.set(row, c, centre + stream.normal((long) row * features + c));
      }
      points.set(row, features, row % 2);
    }
    return points.table(files.store());
  }
}
