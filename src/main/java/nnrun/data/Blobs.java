package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Blobs(
    @Doc("rows") @Default("1000") @Range("[1,100000000]") int n,
    @Doc("clouds, each a class of its own") @Default("3") @Range("[1,1000]") int centers,
    @Doc("coordinates of a row") @Default("2") @Range("[1,10000]") int features,
    @Doc("standard deviation of a cloud") @Default("1") @Range("[0,inf)") double spread,
    @Doc("of these rows alone") @Default("0") long seed) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
