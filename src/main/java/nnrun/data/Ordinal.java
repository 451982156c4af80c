package nnrun.data;

import java.util.LinkedHashSet;
import java.util.List;
import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Invalid;

/// The place of the text in the order, from 0: one feature, scaled as numbers are.
@Component(
    formula = "x = place of the cell in the order, from 0",
    doc = "Texts that have an order, such as small, medium, large.",
    use = "For grades and sizes whose steps are about alike.",
    avoid = "For texts without an order; take categorical.",
    source = "Stevens 1946")
public record Ordinal(
    @Doc("the texts from the least to the greatest; without it as categories are sorted") @Default("[]")
        List<String> order)
    implements Encoding {
  public Ordinal {
    order = List.copyOf(order);
    if (new LinkedHashSet<>(order).size() < order.size()) {
      throw new Invalid("order", "a text stands there twice; once is enough");
    }
  }
}
