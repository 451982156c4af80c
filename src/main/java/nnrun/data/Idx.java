package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Idx(
    @Doc("file of the images") String images,
    @Doc("file of the labels; may be left out for target: input") @org.jspecify.annotations.Nullable String labels) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
