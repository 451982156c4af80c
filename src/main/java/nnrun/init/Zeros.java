package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w = 0",
    doc = "Nothing at all.",
    use = "For biases, or a last layer that begins silent.",
    avoid = "For weights of hidden layers: behind zeros no weight before learns.",
    source = "Common knowledge")
public record Zeros() implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(0);
  }
}
