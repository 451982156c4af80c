package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

@Component(formula = "f", doc = "d")
public record Csv(
    @Doc("the file, plain or gzip") String path,
    @Doc("does the first row hold the names of the columns? auto: when that can be told by its cells") @Default("auto") Header header,
    @Doc("what stands between two cells") @Default(",") Delimiter delimiter,
    @Doc("lines to skip before the first row") @Default("0") @Range("[0,1000000]") int skip,
    @Doc("what stands for a missing cell, beside an empty one") @Default("['?', NA, N/A, nan, NaN, 'null', 'NULL']") java.util.List<String> missing) implements Source {
  @Override
  public Table load(DataFiles files) {
    throw new UnsupportedOperationException();
  }
}
