package nnrun.lint;

import nnrun.data.None;

@Finds(
    code = "L003",
    value = "inputs of a file that are not scaled",
    why =
        "Weights begin for inputs of order 1. Columns of other sizes, and bytes up to 255, saturate the first layer or"
            + " drown one another. Take scale: standardize for tables and scale: unit for images.")
public record UnscaledInputs() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    String usual = plan.data().source().usualScaling();
    if (plan.data().scale() instanceof None && usual != null) {
      boolean pixels = usual.equals("unit");
      findings.add(
          (pixels ? "pixels from 0 to 255 go" : "the columns go") + " into the net as they are; take scale: " + usual,
          "data.scale",
          "data.source");
    }
  }
}
