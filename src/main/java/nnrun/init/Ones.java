package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w = 1",
    doc = "Every unit is the sum of its inputs.",
    use = "To follow a net by hand.",
    avoid = "For training: the units of a layer then never differ.",
    source = "Common knowledge")
public record Ones() implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(1);
  }
}
