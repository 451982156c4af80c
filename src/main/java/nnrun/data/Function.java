package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Function(
    @Doc("y, as an expression in x, or in x1, x2 ...") String expression,
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("the least of every x") @Default("-1") double from,
    @Doc("the greatest of every x") @Default("1") double to,
    @Doc("standard deviation of the normal noise on y") @Default("0") @Range("[0,inf)") double noise,
    @Doc("of these rows alone") @Default("0") long seed) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
