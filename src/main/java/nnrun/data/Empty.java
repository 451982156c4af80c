package nnrun.data;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;

/// Taken one by one, n rows make n steps an epoch.
@Component(
    formula = "n rows of one input and one target, both 0",
    doc = "Rows that say nothing, for a model that reads no input.",
    use = "Under a model that is a function, where it is the default: an epoch is n steps.",
    avoid = "For everything else.",
    source = "Common knowledge")
public record Empty(@Doc("rows, each a step of an epoch") @Default("100") @Range("[1,1000000]") int n)
    implements Source {
  @Override
  public Table load(DataFiles files) {
    return new Generated("empty", List.of("nothing", "value"), n).table(files.store());
  }
}
