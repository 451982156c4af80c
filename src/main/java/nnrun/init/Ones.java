package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w = 1",
    doc = "Every unit the sum of its inputs; the units of a layer then never differ. To follow a net by hand.")
public record Ones() implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(1);
  }
}
