package nnrun.lint;

import nnrun.data.Csv;
import nnrun.data.Glyphs;
import nnrun.data.Idx;
import nnrun.data.ImageFolder;
import nnrun.data.None;
import nnrun.data.Source;

@Finds(
    code = "L003",
    value = "inputs of a file that are not scaled",
    why =
        "Weights begin for inputs of order 1. Columns of other sizes, and bytes up to 255, saturate the first layer or"
            + " drown one another. Take scale: standardize for tables and scale: unit for images.")
public record UnscaledInputs() implements Rule.OfConfig {
  @Override
  public void check(Plan plan, Findings findings) {
    Source source = plan.data().source();
    boolean images = source instanceof Idx || source instanceof Glyphs || source instanceof ImageFolder;
    if (plan.data().scale() instanceof None && (images || source instanceof Csv)) {
      findings.add(
          images
              ? "pixels from 0 to 255 go into the net as they are; take scale: unit"
              : "the columns go into the net as they are; take scale: standardize",
          "data.scale",
          "data.source");
    }
  }
}
