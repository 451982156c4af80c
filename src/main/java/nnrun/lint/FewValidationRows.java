package nnrun.lint;

import nnrun.data.Share;

@Finds(
    code = "L008",
    value = "fewer than 30 validation rows",
    why =
        "One row more or less is several percent, so that the best epoch is an accident. Keep more rows for"
            + " validation.")
public record FewValidationRows() implements Rule.OfConfig {
  private static final int ENOUGH = 30;

  @Override
  public void check(Plan plan, Findings findings) {
    Share val = plan.data().split().val();
    double rows = plan.size() != null ? plan.size().validationRows() : val.value() >= 1 ? val.value() : ENOUGH;
    if (!val.isNone() && rows < ENOUGH) {
      findings.add("only " + (int) rows + " rows for validation; " + ENOUGH + " at least make sense", "data.split.val");
    }
  }
}
