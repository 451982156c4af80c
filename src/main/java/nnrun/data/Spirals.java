package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Class c on the arm r (cos φ, sin φ), φ = 2π(turns · r + c / classes), r = √u with u uniform in [0, 1): a spiral's
/// length grows with r², so that the rows lie evenly along it. The classes take turns.
@Component(
    formula = "class c: r (cos phi, sin phi), phi = 2 pi (turns r + c / classes), r^2 uniform in [0, 1)",
    doc = "Spiral arms around one centre, each a class: hard for a small net.",
    use = "To see what depth, width and optimizers do.",
    avoid = "As a first example: blobs and moons learn faster.",
    source = "Lang and Witbrock 1988")
public record Spirals(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("standard deviation of the normal noise on both coordinates") @Default("0.02") @Range("[0,inf)") double noise,
    @Doc("arms, each a class of its own") @Default("2") @Range("[2,100]") int classes,
    @Doc("turns of every arm") @Default("1") @Range("(0,10]") double turns,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("spirals", 2, n);
    Stream stream = Stream.of(seed).named("spirals");
    Stream noise1 = stream.named("noise1");
    Stream noise2 = stream.named("noise2");
    for (int row = 0; row < n; row++) {
      int arm = row % classes;
      double r = Math.sqrt(stream.uniform(row));
      double phi = 2 * StrictMath.PI * (turns * r + (double) arm / classes);
      double x1 = r * StrictMath.cos(phi) + noise * noise1.normal(row);
      double x2 = r * StrictMath.sin(phi) + noise * noise2.normal(row);
      points.set(row, x1, x2, arm);
    }
    return points.table(files.store());
  }
}
