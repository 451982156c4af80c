package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// x1, x2 uniform in [0, squares); class = (⌊x1⌋ + ⌊x2⌋) mod 2, before the noise.
@Component(
    formula = "x1, x2 uniform in [0, squares); class = (floor(x1) + floor(x2)) mod 2, before the noise",
    doc = "The fields of a chessboard: the more squares, the more hidden units a net needs.",
    use = "To show that more hidden units draw more borders.",
    avoid = "For a first try: many squares are hard to learn; take moons.",
    source = "Common knowledge")
public record Checkerboard(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("squares along each side") @Default("4") @Range("[1,1000]") int squares,
    @Doc("standard deviation of the normal noise on both coordinates") @Default("0") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("checkerboard", 2, n);
    Stream stream = Stream.of(seed).named("checkerboard");
    Stream noise1 = stream.named("noise1");
    Stream noise2 = stream.named("noise2");
    for (int row = 0; row < n; row++) {
      double x1 = squares * stream.uniform(2L * row);
      double x2 = squares * stream.uniform(2L * row + 1);
      int type = ((int) x1 + (int) x2) % 2;
      points.set(row, x1 + noise * noise1.normal(row), x2 + noise * noise2.normal(row), type);
    }
    return points.table(files.store());
  }
}
