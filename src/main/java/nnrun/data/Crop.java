package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) is (y + dy, x + dx) of the image before, with whole dy and dx.
@Component(
    formula = "moved by whole pixels, down and across, each uniform in -padding .. padding",
    doc =
        "A window of the size of the image, at random in the image with a border of padding pixels. Pixels stay what"
            + " they are.",
    use = "For small photographs, together with flip.",
    avoid = "Where single pixels at the edge count.",
    source = "He et al. 2016")
public record Crop(@Doc("width of the border") @Default("2") @Range("[0,10000]") int padding)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    int dy = stream.below(2 * padding + 1, 0) - padding;
    int dx = stream.below(2 * padding + 1, 1) - padding;
    to.map(from, 1, 0, dy, 0, 1, dx);
  }
}
