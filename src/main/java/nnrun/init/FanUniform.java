package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// Variance 1/(3n): a signal's variance falls threefold in every square layer.
@Component(
    formula = "w ~ U(-1/√n, 1/√n), n = n_in",
    doc = "The habit before 2010: the variance of a signal falls threefold a layer.",
    use = "To show why deep nets learned slowly.",
    avoid = "In deep nets; xavier and kaiming keep the variance.",
    source = "LeCun et al. 1998; criticised by Glorot and Bengio 2010")
public record FanUniform() implements Initializer {
  /// The bound of the uniform distribution.
  double bound(Fan fan) {
    return 1 / StrictMath.sqrt(fan.in());
  }

  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    Initializer.uniform(w, bound(fan), stream);
  }
}
