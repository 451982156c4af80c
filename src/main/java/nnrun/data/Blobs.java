package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Class c is normal around its own centre, which is uniform in the cube [-10, 10). The classes take turns.
@Component(
    formula = "class c: normal(centre_c, spread^2), centre_c uniform in [-10, 10) per coordinate",
    doc = "Round clouds of points, each a class.",
    use = "For a first classifier: nearly every net parts them.",
    avoid = "To tell good nets from bad ones.",
    source = "Common knowledge")
public record Blobs(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("clouds, each a class of its own") @Default("3") @Range("[2,1000]") int centers,
    @Doc("coordinates of a row") @Default("2") @Range("[1,10000]") int features,
    @Doc("standard deviation of a cloud") @Default("1") @Range("[0,inf)") double spread,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("blobs", features, n);
    Stream stream = Stream.of(seed).named("blobs");
    Stream centre = stream.named("centers");
    for (int row = 0; row < n; row++) {
      int cloud = row % centers;
      for (int c = 0; c < features; c++) {
        double middle = 20 * centre.uniform((long) cloud * features + c) - 10;
        points.set(row, c, middle + spread * stream.normal((long) row * features + c));
      }
      points.set(row, features, cloud);
    }
    return points.table(files.store());
  }
}
