package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// The corners (0,0), (0,1), (1,0), (1,1) in turn, each with noise; the class is 1 where just one coordinate is 1.
@Component(
    formula = "corners (0,0), (0,1), (1,0), (1,1) in turn; class = x1 xor x2, before the noise",
    doc = "The four corners of a square, opposite ones of one class. n: 4 with noise: 0 is the truth table.",
    use = "To show that a net without a hidden layer cannot learn it.",
    avoid = "To tell nets apart on new rows: they lie around the same four corners.",
    source = "Minsky and Papert, Perceptrons (1969)")
public record Xor(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("standard deviation of the normal noise on both coordinates") @Default("0.1") @Range("[0,inf)") double noise,
    @Doc("of these rows alone; the run's own seed does not touch them") @Default("0") long seed)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    Generated points = Generated.points("xor", 2, n);
    Stream stream = Stream.of(seed).named("xor");
    Stream noise1 = stream.named("noise1");
    Stream noise2 = stream.named("noise2");
    for (int row = 0; row < n; row++) {
      int x1 = row / 2 % 2;
      int x2 = row % 2;
      points.set(row, x1 + noise * noise1.normal(row), x2 + noise * noise2.normal(row), x1 ^ x2);
    }
    return points.table(files.store());
  }
}
