package nnrun.data;

import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Distinct;
import nnrun.spec.Doc;

/// The place of the text in the order, from 0: one feature, scaled as numbers are.
@Component(
    formula = "x = place of the cell in the order, from 0",
    doc = "Texts that have an order, such as small, medium, large.",
    use = "For grades and sizes whose steps are about alike.",
    avoid = "For texts without an order; take categorical.",
    source = "Stevens 1946")
public record Ordinal(
    @Doc("the texts from the least to the greatest; without it as categories are sorted") @Default("[]") @Distinct
        List<String> order)
    implements Encoding {
  public Ordinal {
    order = List.copyOf(order);
  }
}
