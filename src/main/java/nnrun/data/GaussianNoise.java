package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// Categories, flags and words stay as they are.
@Component(
    formula = "x + normal(0, std^2)",
    doc =
        "Noise on every scaled number, other in every epoch: a small penalty on steep functions. An autoencoder learns"
            + " to take it away.",
    use = "For few rows of measurements, and for denoising autoencoders.",
    avoid = "Together with dropout of the inputs, which does the same.",
    source = "Bishop 1995")
public record GaussianNoise(
    @Doc("standard deviation, in units of the scaled numbers") @Default("0.1") @Range("[0,inf)") double std)
    implements Augment.OfRow {
  @Override
  public void apply(double[] row, Augmenter.Layout layout, Stream stream) {
    for (int feature : layout.numeric()) {
      row[feature] += std * stream.normal(feature);
    }
  }
}
