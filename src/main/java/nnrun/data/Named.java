package nnrun.data;

import java.util.ArrayList;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Example;
import nnrun.spec.Invalid;
import nnrun.spec.Names;

/// A published data set with named columns and its target, from its files in a folder of data sets. Reading it
/// downloads nothing; `nnrun fetch` does.
@Component(
    formula = "a published data set",
    doc =
        "A well-known data set by its name, from the folder that --data-dir or NNRUN_DATA names, or from datasets/. Its"
            + " files must be those that were published, byte for byte; nnrun fetch NAME downloads them.",
    use = "To try a method on data that everybody knows.",
    avoid = "For files of your own; take csv, idx, npy or image_folder.",
    source = "Common knowledge")
public record Named(
    @Doc("of the set") @Example("iris") DataName name,
    @Doc("train or test, where a set was published in two parts") @Default("train") Part part)
    implements Source {
  /// Of a set that was published in two.
  public enum Part {
    TRAIN,
    TEST
  }

  public Named {
    if (part == Part.TEST && !name.inParts()) {
      throw new Invalid("part", Names.of(name) + " has one part; take test rows with split: {test: 0.2}");
    }
  }

  @Override
  public String usualScaling() {
    return name.columns().getFirst().equals("image") ? "unit" : "standardize";
  }

  @Override
  public Table load(DataFiles files) {
    Table table = name.load(files, part);
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      columns.add(renamed(table.columns().get(c), name.columns().get(c)));
    }
    return new Table(table.place(), List.copyOf(columns), true, List.of(name.target()), table.lines(), table.store());
  }

  /// The column under another name; class numbers under the names of the classes.
  private Column renamed(Column column, String to) {
    return switch (column) {
      case Column.Pixels pixels -> new Column.Pixels(to, pixels.dims(), pixels.values());
      case Column.Texts texts -> new Column.Texts(to, texts.codes(), texts.levels());
      case Column.Numeric numbers when to.equals("class") && !name.classes().isEmpty() ->
          new Column.Texts(to, numbers.values(), name.classes());
      case Column.Numeric numbers -> new Column.Numeric(to, numbers.values());
    };
  }
}
