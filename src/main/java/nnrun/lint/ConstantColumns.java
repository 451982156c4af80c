package nnrun.lint;

import java.util.ArrayList;
import java.util.List;
import nnrun.data.Prepared;
import nnrun.data.Rows;
import nnrun.spec.Nearest;

@Finds(
    code = "L102",
    value = "input columns with one value in all training rows",
    why =
        "They tell nothing, and a row of another value later is a surprise to the net. Name them under data: {ignore:"
            + " [...]}.")
public record ConstantColumns() implements Rule.OfData {
  @Override
  public void check(Plan plan, Prepared data, Findings findings) {
    if (data.preprocessing().inputShape().size() > 1) {
      return; // the rim of most images is blank
    }
    List<String> names = new ArrayList<>();
    Columns.of(data)
        .forEach(column -> {
          boolean constant = true;
          for (int f = column.from(); f < column.to(); f++) {
            constant &= isConstant(data.train().inputs(), f);
          }
          if (constant) {
            names.add(column.name());
          }
        });
    if (!names.isEmpty()) {
      findings.add(
          Nearest.list(names)
              + (names.size() == 1 ? " has" : " have")
              + " one value in all training rows; ignore "
              + (names.size() == 1 ? "it" : "them"),
          "data.columns",
          "data.source");
    }
  }

  private static boolean isConstant(Rows inputs, int feature) {
    for (int row = 1; row < inputs.rows(); row++) {
      if (inputs.get(row, feature) != inputs.get(0, feature)) {
        return false;
      }
    }
    return true;
  }
}
