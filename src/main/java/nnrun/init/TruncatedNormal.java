package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.spec.Range;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// Drawn again until it lies within the limits; a place has draws of its own, so no weight depends on another's.
@Component(
    formula = "w ~ N(mean, std²), drawn again outside of mean + [low, high]·std",
    doc = "Normal without its far ends; within two deviations the spread is 0.8796 of std.",
    use = "Where no unit should begin saturated.",
    avoid = "Where the spread should suit the width of the layer: kaiming_normal or xavier_normal.",
    source = "Abadi et al. 2016, for its use")
public record TruncatedNormal(
    @Doc("Mean before the ends are cut off") @Default("0") double mean,
    @Doc("Standard deviation before the ends are cut off") @Default("0.05") @Range("[0,inf)") double std,
    @Doc("Lower limit, in standard deviations from the mean") @Default("-2") @Range("[-100,-0.1]") double low,
    @Doc("Upper limit, in standard deviations from the mean") @Default("2") @Range("[0.1,100]") double high)
    implements Initializer {
  /// More places than a matrix has.
  private static final long DRAW = 1L << 32;

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    for (int i = 0; i < w.size(); i++) {
      long at = i;
      double z = stream.normal(at);
      while (z < low || z > high) {
        at += DRAW;
        z = stream.normal(at);
      }
      w.put(i, mean + std * z);
    }
  }
}
