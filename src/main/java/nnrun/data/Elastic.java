package nnrun.data;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Stream;

/// (y, x) is (y + dy(y, x), x + dx(y, x)) of the image before, between pixels bilinear; neighbours move alike.
@Component(
    formula = "moved by a field of dy and dx: alpha times uniform [-1, 1) numbers blurred by a Gaussian of sigma",
    doc = "Bends images as a rubber sheet: strokes of handwriting stray.",
    use = "For handwriting: of all changes the one that helps digits most.",
    avoid = "For photographs of rigid things; take flip and crop.",
    source = "Simard, Steinkraus, Platt 2003")
public record Elastic(
    @Doc("strength of the field before it is blurred, in pixels") @Default("34") @Range("[0,10000]") double alpha,
    @Doc("standard deviation of the blur, in pixels: how smooth the field is") @Default("4") @Range("(0,100]")
        double sigma)
    implements Augment.OfImage {
  @Override
  public void apply(Picture from, Picture to, Stream stream) {
    Picture dy = field(from, stream.named("y"));
    Picture dx = field(from, stream.named("x"));
    for (int y = 0; y < to.height; y++) {
      for (int x = 0; x < to.width; x++) {
        int i = y * to.width + x;
        to.pixels[i] = from.at(y + dy.pixels[i], x + dx.pixels[i]);
      }
    }
  }

  /// Blurred down, then across.
  private Picture field(Picture size, Stream stream) {
    double[] weights = weights();
    int reach = weights.length / 2;
    Picture noise = new Picture(size.height, size.width);
    for (int i = 0; i < noise.pixels.length; i++) {
      noise.pixels[i] = alpha * (2 * stream.uniform(i) - 1);
    }
    Picture down = new Picture(size.height, size.width);
    Picture both = new Picture(size.height, size.width);
    for (int pass = 0; pass < 2; pass++) {
      Picture in = pass == 0 ? noise : down;
      Picture out = pass == 0 ? down : both;
      for (int y = 0; y < size.height; y++) {
        for (int x = 0; x < size.width; x++) {
          double sum = 0;
          for (int k = -reach; k <= reach; k++) {
            sum += weights[k + reach] * (pass == 0 ? in.at(y + k, x) : in.at(y, x + k));
          }
          out.pixels[y * size.width + x] = sum;
        }
      }
    }
    return both;
  }

  /// e^(-k² / 2σ²) for |k| up to 3σ, divided by their sum.
  private double[] weights() {
    int reach = (int) Math.ceil(3 * sigma);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      weights[k + reach] = StrictMath.exp(-k * k / (2 * sigma * sigma));
      sum += weights[k + reach];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}
