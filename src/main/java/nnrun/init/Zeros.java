package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w = 0",
    doc = "Nothing at all: for biases, or a last layer that begins silent. Behind zeros no weight before learns.")
public record Zeros() implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(0);
  }
}
