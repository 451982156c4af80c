package nnrun.init;

import nnrun.spec.Component;
import nnrun.tensor.Matrix;
import nnrun.tensor.Stream;

@Component(
    formula = "w_ij = 1 if i = j else 0",
    doc = "Every unit hands on the input of its number; what is more than the smaller side is 0.",
    use = "For layers that should begin by changing nothing.",
    avoid = "In ordinary hidden layers, where units had better differ: kaiming_normal.",
    source = "Le et al. 2015",
    aliases = "eye")
public record Identity() implements Initializer {
  @Override
  public void fill(Matrix w, Fan fan, Stream stream) {
    w.fill(0);
    for (int i = 0; i < Math.min(w.rows(), w.columns()); i++) {
      w.set(i, i, 1);
    }
  }
}
