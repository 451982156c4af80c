package nnrun.data;

import nnrun.spec.Component;

/// x' = (x - mean) / sd over the numbers of the row itself, sd² = Σ(x - mean)² / n. A row of one number throughout
/// becomes 0.
@Component(
    formula = "x' = (x - mean) / sd, both of the row's own numbers",
    doc =
        "Takes every row, such as the pixels of an image, to mean 0 and standard deviation 1 by itself: light and"
            + " contrast do not count any more. Nothing is fitted.",
    use = "For photographs taken in different light.",
    avoid = "For columns of different meaning; take standardize.",
    source = "Coates, Ng, Lee 2011")
public record PerImage() implements Scaling {
  @Override
  public Affine fit(Sample values, String name) {
    return ofBytes();
  }

  @Override
  public Affine ofBytes() {
    return new Affine(0, 1);
  }

  @Override
  public RowScaling together(RowScaling.Blocks training) {
    return RowScaling.perRow();
  }
}
