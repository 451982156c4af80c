package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Glyphs(
    @Doc("rows") @Default("6000") @Range("[1,100000000]") int n,
    @Doc("how far strokes stray from the model digit: 0 draws it as it is") @Default("1") @Range("[0,2]") double distortion,
    @Doc("standard deviation of the noise on every pixel, as a share of full ink") @Default("0.05") @Range("[0,1]") double noise,
    @Doc("of these rows alone") @Default("0") long seed) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
