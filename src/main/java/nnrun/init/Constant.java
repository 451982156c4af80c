package nnrun.init;

import nnrun.spec.Component;
import nnrun.spec.Default;
import nnrun.spec.Doc;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

/// Every weight the same. With it all units of a layer stay equal for ever: nothing breaks their symmetry.
@Component(
    formula = "w = value",
    doc = "Every weight the same number.",
    use = "For biases, or to show that the units of a layer which begin equal never differ.",
    avoid = "For the weights of a hidden layer.",
    source = "Goodfellow et al. 2016, 8.4")
public record Constant(@Doc("The number") @Default("0") double value) implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(value);
  }
}
