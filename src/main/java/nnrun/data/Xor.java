package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Xor(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("standard deviation of the normal noise on every coordinate") @Default("0.1") @Range("[0,inf)") double noise,
    @Doc("of these rows alone") @Default("0") long seed) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
