package nnrun.data;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Range;

/// A table in a text file, by the rules of `docs/DATA.md`.
@Component(
    formula = "rows of cells",
    doc = "A table in a text file, plain or gzip. Columns of numbers and of categories are told apart by themselves.",
    use = "For tables: measurements, categories, answers.",
    avoid = "For images: idx is smaller and faster.",
    source = "RFC 4180 (2005)")
public record Csv(
    @Doc("the file, plain or gzip") @Example("iris.csv") String path,
    @Doc("does the first row hold the names of the columns? auto: as its cells tell") @Default("auto") Header header,
    @Doc("what stands between two cells: one character, tab, or blank for runs of blanks") @Default("','")
        Delimiter delimiter,
    @Doc("lines to leave out before the first row") @Default("0") @Range("[0,1000000]") int skip,
    @Doc("what stands for a missing cell, beside an empty one") @Default("['?', NA, N/A, 'nan', 'NaN', 'null', 'NULL']")
        List<String> missing)
    implements Source {
  public Csv {
    missing = List.copyOf(missing);
  }

  @Override
  public String usualScaling() {
    return "standardize";
  }

  @Override
  public Table load(DataFiles files) {
    return CsvReader.read(files.read(path), this, List.of());
  }
}
