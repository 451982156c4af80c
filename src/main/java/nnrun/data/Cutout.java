package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// The square may reach beyond the edges, where there is nothing to cover.
@Component(
    formula = "0 in a square of size x size pixels around a uniform one",
    doc =
        "Covers a part of every image, so that a net cannot rely on one detail. 0 is the mean where scale:"
            + " standardize.",
    use = "For photographs, beside flip and crop.",
    avoid = "For images of 8x8 pixels, of which little is left.",
    source = "DeVries and Taylor 2017")
public record Cutout(@Doc("side of the square in pixels") @Default("8") @Range("[1,10000]") int size)
    implements Augment.OfRow {
  @Override
  public void apply(double[] row, Augmenter.Layout layout, Stream stream) {
    int height = layout.height();
    int width = layout.width();
    int top = stream.below(height, 0) - size / 2;
    int left = stream.below(width, 1) - size / 2;
    for (int y = Math.max(0, top); y < Math.min(height, top + size); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, left + size); x++) {
        row[layout.image() + y * width + x] = 0;
      }
    }
  }
}
